package ingest

import (
	"errors"
	"fmt"
	"strings"

	"factmark/app/charset"
)

// UnsureError says that a file's encoding is not sure enough to store what it seems to say.
type UnsureError struct {
	FileName string
	Raw      []byte        // the file as it is
	Guess    charset.Guess // what it may be in
}

func (e *UnsureError) Error() string {
	names := []string{e.Guess.Encoding.Name}
	for _, other := range e.Guess.Others {
		names = append(names, other.Name)
	}
	if len(names) == 1 {
		return "its encoding is not sure; it may be " + names[0]
	}
	return "its encoding is not sure; it may be " + strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// In decodes the file in the encoding that was chosen for it.
func (e *UnsureError) In(in *charset.Encoding) (Document, error) {
	return Decode(e.FileName, e.Raw, in)
}

// decoded gives raw as text and says in which encoding. What cannot be decoded without loss or doubt is an error:
// no byte is ever dropped or replaced.
func decoded(name string, raw []byte, in *charset.Encoding) (string, *charset.Encoding, error) {
	if in == nil {
		guess := charset.Detect(raw)
		_, mixed := errors.AsType[charset.MixedError](guess.Problem)
		switch {
		case mixed, guess.Encoding == nil, guess.Problem != nil && (guess.Encoding.Name == "utf-8" || len(guess.Others) == 0):
			return "", nil, withAdvice(guess.Problem)
		case !guess.Sure:
			return "", nil, &UnsureError{FileName: name, Raw: raw, Guess: guess}
		}
		return noNUL(guess.Text, guess.Encoding)
	}
	text, err := in.Decode(raw)
	if err != nil {
		return "", nil, withAdvice(err)
	}
	return noNUL(text, in)
}

func noNUL(text string, in *charset.Encoding) (string, *charset.Encoding, error) {
	if at := strings.IndexByte(text, 0); at >= 0 {
		return "", nil, withAdvice(&charset.NULError{Line: 1 + strings.Count(text[:at], "\n"), Many: strings.Count(text, "\x00")*50 > len(text)})
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
