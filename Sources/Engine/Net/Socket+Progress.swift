// Whether a peer takes what is sent to it: what it has taken is what was handed to the system, less what still lies there.

extension Socket {
  /// How many bytes wait for the peer here and in the system. It falls as long as the peer takes something; what waits
  /// here alone may stay the same for long, as the system takes more only when a good part of its own has left.
  var unreadBytes: Int { isOpen ? waitingBytes + bytesInSendBuffer(descriptor) : 0 }

  /// How many bytes the peer itself has taken in all.
  var takenBytes: Int { handedBytes - (isOpen ? bytesInSendBuffer(descriptor) : 0) }
}
