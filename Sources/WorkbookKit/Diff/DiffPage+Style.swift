// How the page looks, and its keys.

extension DiffPage {
  /// The type fills the width with two columns of 68 characters, and is never smaller than 16 pixels.
  nonisolated static let style = """

    :root {
      color-scheme: light dark;
      --page: #ffffff; --text: #1b1f24; --quiet: #59636e; --line: #d1d9e0; --bar: #f3f5f7;
      --focus: #0550ae; --left: #ffebe9; --left-word: #ffb8b0; --right: #dafbe1; --right-word: #96e5a6;
      --moved: #e9e4ff; --empty: #f3f5f7;
      --keyword: #a40e6f; --type: #0a5a8a; --string: #0a3069; --comment: #59636e;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0d1117; --text: #e6edf3; --quiet: #9198a1; --line: #3d444d; --bar: #161b22;
        --focus: #79c0ff; --left: #3c1618; --left-word: #8e2a2e; --right: #10301c; --right-word: #1f6b35;
        --moved: #2b2350; --empty: #161b22;
        --keyword: #ff9bce; --type: #8fd0ff; --string: #b9dcff; --comment: #9198a1;
      }
    }
    * { box-sizing: border-box; }
    html { font-size: calc(var(--scale, 1) * max(16px, 1.12vw)); scroll-padding-top: 4.6rem; }
    body { margin: 0; background: var(--page); color: var(--text);
      font: 1rem/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    header { position: sticky; top: 0; z-index: 1; background: var(--bar); border-bottom: 2px solid var(--line);
      display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1.5rem; padding: .4rem 1rem; }
    h1 { font-size: 1.2rem; margin: 0; }
    h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; padding: 0 1rem; }
    header p { margin: 0; }
    #place { flex: 1; color: var(--focus); font-weight: bold; }
    .keys { color: var(--quiet); font-size: .85rem; }
    kbd { font: inherit; border: 1px solid var(--line); border-radius: .2rem; padding: 0 .3rem; }
    .names { width: 100%; display: grid; grid-template-columns: 1fr 1fr; font-weight: bold; overflow-wrap: anywhere; }
    section { border-bottom: 1px solid var(--line); border-left: .4rem solid transparent; outline: none; }
    section:focus { border-left-color: var(--focus); outline: 3px solid var(--focus); outline-offset: -3px; }
    table { border-collapse: collapse; width: 100%; table-layout: fixed; }
    td { padding: 0; vertical-align: top; }
    .number { width: 4ch; text-align: right; color: var(--quiet); user-select: none; }
    .sign { width: 2.5ch; text-align: center; font-weight: bold; user-select: none; }
    .code { white-space: pre-wrap; overflow-wrap: anywhere;
      padding-left: calc((var(--in, 0) + 2) * 1ch); text-indent: calc((var(--in, 0) + 2) * -1ch); }
    .code { border-right: 1px solid var(--line); }
    .only.left, .changed.left { background: var(--left); }
    .only.right, .changed.right { background: var(--right); }
    .moved { background: var(--moved); }
    .empty { background: var(--empty); color: var(--quiet); font-style: italic; }
    del, ins { text-decoration: none; border-radius: .15rem; }
    del { background: var(--left-word); }
    ins { background: var(--right-word); }
    b { font-weight: inherit; text-decoration: underline dotted; text-underline-offset: .25em; }
    .note { padding-left: 0; text-indent: 0; font-size: .85rem; }
    .note a { color: var(--focus); }
    td:target { box-shadow: inset 0 0 0 2px var(--focus); }
    .keyword, .attribute, .directive { color: var(--keyword); }
    .type { color: var(--type); }
    .text, .number:not(td) { color: var(--string); }
    .comment { color: var(--comment); font-style: italic; }
    del .comment, ins .comment { color: inherit; }
    .summary { padding: 1rem; }
    .summary table { width: auto; table-layout: auto; margin-bottom: .5rem; }
    .summary th, .summary td { text-align: left; padding: .1rem 2rem .1rem 0; border: 0; }
    .summary tr:first-child, .summary tr:last-child { font-weight: bold; }
    .summary p { margin: .2rem 0; max-width: 110ch; }
    /* On a telephone a line stands below the other; the same line stands there once. */
    @media (max-width: 44rem) {
      .names { display: block; }
      .names span { display: block; }
      section tr { display: grid; grid-template-columns: 4ch 2.5ch 1fr; }
      section.summary tr { display: table-row; }
      section .code { grid-column: 3; }
      td.same:nth-child(n + 4), td.number.empty, td.sign.empty, td.code.empty:empty { display: none; }
    }
    @media print {
      @page { size: A4 landscape; margin: 10mm; }
      :root { color-scheme: light;
        --page: #ffffff; --text: #000000; --quiet: #444444; --line: #999999; --bar: #ffffff; --focus: #000000;
        --left: #ffe3e0; --left-word: #ffb0a8; --right: #dcf8e2; --right-word: #90dda0; --moved: #e9e4ff;
        --empty: #f4f4f4; --keyword: #80004f; --type: #004a75; --string: #0a3069; --comment: #444444; }
      html { font-size: 8.6pt; }
      body { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      header { position: static; }
      .keys, #place { display: none; }
      section, section:focus { border-left: 0; outline: none; }
      tr, .summary { break-inside: avoid; }
    }

    """

  /// From step to step, and larger or smaller type.
  nonisolated static let script = """

    const steps = [...document.querySelectorAll("section")];
    const place = document.getElementById("place");
    let current = -1;
    let scale = 1;

    function show(index) {
      current = Math.max(0, Math.min(steps.length - 1, index));
      const step = steps[current];
      step.focus({ preventScroll: true });
      step.scrollIntoView({ block: "start" });
    }

    document.addEventListener("focusin", (event) => {
      const index = steps.indexOf(event.target.closest("section"));
      if (index < 0) return;
      current = index;
      place.textContent = steps[index].getAttribute("aria-label") + " (" + (index + 1) + " of " + steps.length + ")";
    });

    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const moves = { n: 1, j: 1, ArrowRight: 1, p: -1, k: -1, ArrowLeft: -1 };
      const sizes = { "+": 1.1, "=": 1.1, "-": 1 / 1.1, "0": 1 };
      if (event.key in moves) {
        event.preventDefault();
        show(current + moves[event.key]);
      } else if (event.key in sizes) {
        scale = event.key === "0" ? 1 : Math.max(0.5, Math.min(4, scale * sizes[event.key]));
        document.documentElement.style.setProperty("--scale", scale);
      }
    });

    """
}
