//go:build !windows

package command

// JoinTerminal does nothing: a program that has a window is started in the terminal that it was called from.
func JoinTerminal() {}
