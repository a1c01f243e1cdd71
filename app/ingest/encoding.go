package ingest

import (
	"errors"
	"fmt"

	"factmark/app/charset"
)

// UnsureError says that a file's encoding is not sure enough to store what it seems to say.
type UnsureError struct {
	FileName string
	Raw      []byte        // the file as it is
	Guess    charset.Guess // what it may be in
}

func (e *UnsureError) Error() string { return (&charset.UnsureError{Guess: e.Guess}).Error() }

// In decodes the file in the encoding that was chosen for it.
func (e *UnsureError) In(in *charset.Encoding) (Document, error) {
	return Decode(e.FileName, e.Raw, in)
}

// decoded gives raw as text and says in which encoding. What cannot be decoded without loss or doubt is an error:
// no byte is ever dropped or replaced.
func decoded(name string, raw []byte, in *charset.Encoding) (string, *charset.Encoding, error) {
	text, in, err := charset.Read(raw, in)
	if unsure, is := errors.AsType[*charset.UnsureError](err); is {
		return "", nil, &UnsureError{FileName: name, Raw: raw, Guess: unsure.Guess}
	}
	if err != nil {
		return "", nil, withAdvice(err)
	}
	return text, in, nil
}

// withAdvice says besides what to do.
func withAdvice(problem error) error {
	if broken, is := errors.AsType[*charset.BrokenError](problem); is && broken.Cut {
		return problem
	}
	if nul, is := errors.AsType[*charset.NULError](problem); is && nul.Many {
		return fmt.Errorf("%w; save or copy its text into a .txt file and import that", problem)
	}
	return fmt.Errorf("%w; mend it in the program it comes from, save it as UTF-8 and import that, or get the file anew", problem)
}
