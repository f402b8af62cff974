/// Holds a noncopyable value where only a copyable one can stand, as in an array or a closure.
package final class Box<Value: ~Copyable> {
  /// What it holds.
  package let value: Value

  /// A box with a value in it.
  package init(_ value: consuming Value) { self.value = value }
}

extension Box: Sendable where Value: Sendable & ~Copyable {}
