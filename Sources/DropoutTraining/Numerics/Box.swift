/// Holds a noncopyable value where only a copyable one can stand, as in an array or a closure.
final class Box<Value: ~Copyable> {
  /// The value in the box.
  let value: Value

  /// A box with a value in it.
  init(_ value: consuming Value) { self.value = value }
}
