// How the gradebook and the reports look: on a screen, in the dark, on paper. What a colour says, a sign says as well.

extension GradebookPage {
  static let style = """

    :root {
      color-scheme: light dark;
      --page: #ffffff; --ink: #1b1f24; --soft: #59636e; --rule: #d1d9e0; --head: #f3f5f7; --link: #0550ae;
      --good: #1a6b35; --good-back: #dafbe1; --bad: #a5181f; --bad-back: #ffe3e0; --late: #8a4600;
      --heat: 191, 60, 20;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0d1117; --ink: #e6edf3; --soft: #9198a1; --rule: #3d444d; --head: #161b22; --link: #79c0ff;
        --good: #6fdd8b; --good-back: #10301c; --bad: #ff9c94; --bad-back: #3c1618; --late: #f0a860;
        --heat: 235, 110, 60;
      }
    }
    * { box-sizing: border-box; }
    html { font-size: 16px; }
    body { margin: 0; background: var(--page); color: var(--ink);
      font: 1rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
    main { max-width: 100rem; margin: 0 auto; padding: 1rem 2rem 3rem; }
    h1 { font-size: 1.6rem; margin: .5rem 0; overflow-wrap: anywhere; }
    h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
    a { color: var(--link); }
    small, .quiet { color: var(--soft); }
    .figures { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 2.5rem; margin: .5rem 0; padding: 0; }
    .figure b { font-size: 1.5rem; }
    .problems { border-left: .3rem solid var(--late); padding: .4rem 1rem .4rem 2rem; margin: 0;
      background: var(--head); overflow-wrap: anywhere; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: baseline; }
    thead th { background: var(--head); vertical-align: bottom; font-size: .9rem; }
    tbody th { font-weight: normal; min-width: 7.5rem; max-width: 24rem; overflow-wrap: anywhere; }
    tbody tr:hover > * { background-color: var(--head); }
    .count { text-align: right; white-space: nowrap; }
    thead .count { white-space: normal; }
    .check { text-align: center; min-width: 5rem; border-left: 1px solid var(--rule); }
    .passed { color: var(--good); background: var(--good-back); }
    .failed { color: var(--bad); background: var(--bad-back); font-weight: bold; }
    .skipped { color: var(--soft); }
    .fault, .late { color: var(--late); font-weight: bold; }
    .late { font-size: .8rem; border: 1px solid; border-radius: .2rem; padding: 0 .3rem; }
    .heat { text-align: right; min-width: 4.5rem; }
    tfoot td { font-size: .85rem; }
    tfoot .heat { text-align: center; border-left: 1px solid var(--rule); }
    .heat-1 { background: rgba(var(--heat), .08); }
    .heat-2 { background: rgba(var(--heat), .18); }
    .heat-3 { background: rgba(var(--heat), .30); }
    .heat-4 { background: rgba(var(--heat), .44); font-weight: bold; }
    .heat-5 { background: rgba(var(--heat), .60); font-weight: bold; }
    pre { background: var(--head); padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere;
      font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    @media (max-width: 40rem) {
      main { padding: 1rem; }
      .misses td:last-child { min-width: 16rem; }
    }
    @media print {
      @page { size: A4 landscape; margin: 10mm; }
      :root { color-scheme: light;
        --page: #ffffff; --ink: #000000; --soft: #444444; --rule: #999999; --head: #f3f3f3; --link: #000000;
        --good: #0f4d24; --good-back: #e4f7e8; --bad: #80000a; --bad-back: #ffe3e0; --late: #6b3600;
        --heat: 191, 60, 20; }
      html { font-size: 8.5pt; }
      body { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      main { padding: 0; max-width: none; }
      .wide { overflow: visible; }
      thead { display: table-header-group; }
      tr, li { break-inside: avoid; }
      h2 { break-after: avoid; }
    }

    """
}
