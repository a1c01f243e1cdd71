package charset

import "fmt"

// NULError says that there are NUL characters, which no text has.
type NULError struct {
	Line int  // of the first one
	Many bool // so many that it is no text at all
}

func (e *NULError) Error() string {
	if e.Many {
		return "this is a binary file, not plain text"
	}
	return fmt.Sprintf("line %d holds a NUL character, which no text has", e.Line)
}

// MixedError says that parts of a text are UTF-8 and others are not.
type MixedError struct{ Encoding string }

func (e MixedError) Error() string {
	return "parts of this text are UTF-8 and parts are " + e.Encoding + ", so that no reading would be right throughout"
}
