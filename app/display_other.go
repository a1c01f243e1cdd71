//go:build !linux

package app

// whenDisplayEnds does nothing: where the display can't go away alone, or can't be watched.
func whenDisplayEnds(func()) {}
