/// Limits on what a page may ask for, which bound the memory and time of a session.
enum LiveLimits {
  static let hiddenLayers = 4
  static let width = 128
  static let steps = 1_000_000
  static let seeds = 200
  static let panels = 2...4
  static let features = 100
  /// Classes; colours could not distinguish as many.
  static let classes = 20
  /// Playing speeds that may be asked for, besides unlimited.
  static let stepsPerSecond = 0.01...1_000_000
  /// Training examples, and as many test examples.
  static let examples = 5_000
  static let uploadBytes = 1 << 20
  /// The largest part of D that is shown: its units and examples.
  static let shownUnits = 64
  static let shownExamples = 256
  /// A network with more weights than this is not drawn.
  static let drawnWeights = 4_096
  /// Cells of the decision boundary in each direction.
  static let grid = 64
  /// Connections in addition to one for each page.
  static let otherConnections = 128
  /// With fewer connections at once, a browser could not load the page.
  static let fewestConnections = 8
  /// Open files in addition to one for each connection.
  static let otherFiles = 24
  /// Requests over one connection, which is then closed.
  static let requestsPerConnection = 100
  /// Bytes of a request's first line and headers.
  static let headBytes = 8_192
  /// Bytes of a WebSocket frame, checked before it is collected.
  static let frameBytes = 1 << 20
  /// Bytes of a page's message, checked with each of its frames.
  static let messageBytes = 65_536
  /// Points of a learning curve.
  static let curvePoints = 200
  /// Bytes of one panel's checkpoints.
  static let checkpointBytes = 8 << 20
}
