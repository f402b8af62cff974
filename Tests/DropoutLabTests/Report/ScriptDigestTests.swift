import DropoutLab
import Testing

struct ScriptDigestTests {
  /// SHA-256 of "abc" (FIPS 180-4), in base 64.
  @Test func theDigestIsBase64() {
    #expect(
      ScriptDigest.source(of: "abc") == "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
  }
}
