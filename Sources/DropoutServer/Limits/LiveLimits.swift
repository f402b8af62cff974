/// What a page may ask for: bounds on the memory and the time of one session.
enum LiveLimits {
  static let hiddenLayers = 4
  static let width = 128
  static let steps = 1_000_000
  static let seeds = 200
  static let panels = 2...4
  static let features = 100
  /// Classes: more than colours can distinguish.
  static let classes = 20
  /// How fast a run may be asked to play, besides as fast as it goes.
  static let stepsPerSecond = 0.01...1_000_000
  /// Training examples; as many test examples.
  static let examples = 5_000
  static let uploadBytes = 1 << 20
  /// Units and examples of D that are shown.
  static let shownUnits = 64
  static let shownExamples = 256
  /// Weights up to which a network is drawn.
  static let drawnWeights = 4_096
  /// Cells of the decision boundary in each direction.
  static let grid = 64
  /// Connections besides one a page.
  static let otherConnections = 128
  /// With fewer at once a browser would not load the page.
  static let fewestConnections = 8
  /// Open files besides one a connection.
  static let otherFiles = 24
  /// Requests over one connection, which then ends.
  static let requestsPerConnection = 100
  /// Bytes of a request's first line and headers.
  static let headBytes = 8_192
  /// Bytes of a WebSocket frame, looked at before it is gathered.
  static let frameBytes = 1 << 20
  /// Bytes of a page's message, looked at once a frame of it is whole.
  static let messageBytes = 65_536
  /// Points of a learning curve.
  static let curvePoints = 200
  /// Bytes of one panel's checkpoints.
  static let checkpointBytes = 8 << 20
}
