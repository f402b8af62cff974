/// The version of the product; the engine has its own version.
package enum ProductVersion {
  /// As `CHANGELOG.md` names it.
  package static let text = "0.1.0"
}
