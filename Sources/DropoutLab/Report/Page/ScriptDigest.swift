private import DropoutTraining

/// The name under which a content security policy allows an inline script.
package enum ScriptDigest {
  /// `sha256-` and the digest of the script's text in base 64.
  package static func source(of script: String) -> String {
    var digest = SHA256()
    digest.update(script)
    let hex = Array(digest.finalized())
    let bytes = stride(from: 0, to: hex.count, by: 2).map { index in
      UInt8(String(hex[index..<index + 2]), radix: 16) ?? 0
    }
    return "sha256-" + base64(bytes)
  }

  /// `bytes` in base 64 with padding (RFC 4648, section 4).
  package static func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var word = 0
      for (place, byte) in group.enumerated() { word |= Int(byte) << (16 - 8 * place) }
      for digit in 0..<4 {
        text.append(digit <= group.count ? alphabet[word >> (18 - 6 * digit) & 63] : "=")
      }
    }
    return text
  }
}
