// The layout engine in a thread of its own: a graph of hundreds of nodes takes it a moment.
import 'elkjs/lib/elk-worker.min.js'
