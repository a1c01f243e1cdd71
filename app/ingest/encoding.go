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

// decoded gives raw as text and says in which encoding. What cannot be decoded without loss or doubt is an error:
// no byte is ever dropped or replaced.
func decoded(name string, raw []byte, in *charset.Encoding) (string, *charset.Encoding, error) {
	text, in, err := charset.Read(raw, in)
	return text, in, asUnsure(err, name, raw)
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

// asUnsure makes the question of err, where it is one, about a file.
func asUnsure(err error, fileName string, raw []byte) error {
	if unsure, is := errors.AsType[*charset.UnsureError](err); is {
		return &UnsureError{FileName: fileName, Raw: raw, Guess: unsure.Guess}
	}
	_, broken := errors.AsType[*charset.BrokenError](err)
	_, mixed := errors.AsType[charset.MixedError](err)
	_, nul := errors.AsType[*charset.NULError](err)
	if broken || mixed || nul {
		return withAdvice(err)
	}
	return err
}
