/// What a page may not ask for, in one sentence.
struct LiveError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
