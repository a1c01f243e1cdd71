package workspace

import (
	"slices"
	"unicode/utf8"
)

// CommandKeys are the keys that the user has for a command.
type CommandKeys struct {
	Shown string   // the first one, rather one without a modifier, as it is written on screen; "" for none
	Plain []string // those without a modifier, by the names of the table of commands
}

// Key is how the first key of a command is written on screen, "" where it has none; commands go by their ids in the table of commands.
func (s *shared) Key(command string) string { return s.CommandKeys[command].Shown }

// IsKey tells whether a key without a modifier is one of a command.
func (s *shared) IsKey(command, key string) bool {
	return slices.Contains(s.CommandKeys[command].Plain, key)
}

// KeyLetter is the key of a command where that is a single letter or sign, as buttons show it, else "".
func (s *shared) KeyLetter(command string) string {
	for _, key := range s.CommandKeys[command].Plain {
		if utf8.RuneCountInString(key) == 1 {
			return key
		}
	}
	return ""
}

// WithKey is a caption with the key of a command behind it: "Comment (C)".
func (s *shared) WithKey(caption, command string) string {
	if key := s.Key(command); key != "" {
		return caption + " (" + key + ")"
	}
	return caption
}
