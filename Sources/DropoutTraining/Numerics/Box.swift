/// Holds a noncopyable value in a place that needs a copyable one, as an array or a closure.
final class Box<Value: ~Copyable> {
  let value: Value

  init(_ value: consuming Value) { self.value = value }
}
