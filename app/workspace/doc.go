// Package workspace is the model of the open workspace, without the toolkit: the open document and its claims, what of
// them may be seen, the commands that change them, and the queue of what waits to be written. Panes read it, ask it for
// changes and listen to its signals. What is not guarded by a mutex
// belongs to the interface thread.
package workspace
