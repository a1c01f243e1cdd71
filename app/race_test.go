//go:build race

package app

// underRace says that the race detector is looking on: everything is ten times slower.
const underRace = true
