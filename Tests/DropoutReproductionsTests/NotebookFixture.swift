import Foundation

/// A file of the course's form: 131 training and 40 test examples.
///
///     script/course_notebook.py data.mat --football 131
enum NotebookFixture {
  /// The file's bytes, as SciPy wrote them.
  static var bytes: Data { Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data() }

  /// The path of a fresh copy, which the caller removes.
  static func write() throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(
      path: "notebook-\(ProcessInfo.processInfo.globallyUniqueString).mat")
    try bytes.write(to: url)
    return url.path
  }

  private static let text = """
    TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFR1ZSBOb3YgMjQgMjM6NDY6NDUg
    MjAyNgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAATAAAAHic
    RY3BDcAgDANtJKryYV/eXarj1U1MiGTBOYeYAF7lUm5lIKebH4URYulsu2P2Xnr4a+EGsKzwwdKN3NdD5hS8r4rnN7/6
    AJp5AqAPAAAAGQIAAHicXZVNTgJBEIVbEw1uPIs3mGu49CideAGOwJIlCxYuSIYQQgghRH5HQAYHQfy5hKPzvk66IOSl
    uqu7ul7VK26dcw81565LLOEf/z5Xsh/L32X5uyi/9yXelL+7mpzcU1LhLK1wKLvAFj5r/UV2X9jW+r6y/bvsnnAjv5ns
    huy6cJ/E9xBnYeI0hZ1q3x/ltxSOhfUkzmukc/hPZefCUxrf05L9Rj7Yiqt1NzC8dGVnwrlwq/0++Wl9JftLtviCP3/Q
    /kH7LdkZdRDu0tg/F67hzdRjEscL74Wn3MTnnQsh+X+n8X3UVXz5o+wx95l6Uh/4o+86xInrEc5vqLPWbZ2Wpi/x72i9
    MOfV51518PRDQ36vpk5Hg13zXvjOjB52sZ78OdZb6OedyYc67rQ/T+L4U/rd1BGdUh94p7+JX5i826b+0lPYR89rdKfz
    n+jZ8FM3NjqmT07wHL8n+MEj9W+a96AL3kMdVtpn7qBPdI/fJM4zxCOflolD3/bIAx7M/jbmPeRJfOYA85X3EZe+Yz7C
    B3xTP+LCO32meePRKe9i/nHv0JwbaR09M4f50G/MS/RKfw6EZ5Pn3LyjYfoOHUm/YX5wXvUN87cw72cecw79fsQ6Iz/4
    C/etjD/8FeZe9I2e0FuGv+EF/TGvNwb5f4A/6kg/MB+ZP8w152M//hfgl3nXFlJ35gf9RH7MmR8hdeE9efoLg7Fxdw8A
    AAAzAAAAeJzjY2BgiABiNiDmAGJOBghghfI1gJgRjFkYKssSc5igYlDACJNlZIQrhEmAhQGbPgKpDwAAAOYAAAB4nF2S
    OwrCQBRFn0FFG9fhLrINW3tr61lClmBpmSJFCmFARCSI+CFGEDQmJqKrMDr3FjOBcPLm/e9kICKhJ9Jt2BPD39OBPWze
    xi0tactoOp70m2/lIUjW2vDu/6EeYGkoV/j3YIrzmW+fh8irYa98q668wDkYmDhVgSXyzvBnqJfDftMPBpyXNpiAJ/gL
    5Kfok2t7/oz72XEScy5nT86TO/2eTt+Kejm8ODpyH+gnN9jUaQnG4MGJW8BOQPalHzrJEft8tF23dubhfe9gR/a9qcLZ
    g/8P9Wf/LXVE/obEeaS/TeZy7g==
    """
}
