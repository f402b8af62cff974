private import DropoutTraining
private import Foundation

/// The name under which a content security policy allows an inline script.
package enum ScriptDigest {
  /// `sha256-` and the digest of the script's text in base 64.
  package static func source(of script: String) -> String {
    var digest = SHA256()
    digest.update(script)
    return "sha256-" + Data(digest.finalizedBytes()).base64EncodedString()
  }
}
