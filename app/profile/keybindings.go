package profile

import (
	"maps"
	"slices"
)

// mostRecentCommands is how many of the commands that were run last are remembered.
const mostRecentCommands = 8

// Keys are the keys that the user has given to commands, by the ids of the commands: several with spaces between them, as in
// "Ctrl+Shift+K F7", and "" where a command is to have none. Commands that are not in it have their default keys.
func (p *Profile) Keys() map[string]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.data.Keys)
}

// SetKeys keeps the keys that the user has given to commands; nil takes all of them back.
func (p *Profile) SetKeys(keys map[string]string) error {
	return p.change(func(d *data) { d.Keys = maps.Clone(keys) })
}

// RecentCommands are the ids of the commands that were run last from the command palette, at most eight, the latest first.
func (p *Profile) RecentCommands() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.data.Commands)
}

// AddRecentCommand puts a command at the head of the recent ones.
func (p *Profile) AddRecentCommand(id string) error {
	return p.change(func(d *data) {
		others := slices.DeleteFunc(slices.Clone(d.Commands), func(other string) bool { return other == id })
		d.Commands = append([]string{id}, others[:min(len(others), mostRecentCommands-1)]...)
	})
}
