// Package workspace is the model of the open workspace, without the toolkit. It holds the open document and its
// claims, what may be seen of them, the commands that change them, and the queue of changes to be written. Panes
// read it, ask it for changes and listen to its signals. What is not guarded by a mutex belongs to the interface
// thread.
package workspace
