package charset

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// UnsureError says that a text's encoding is not sure enough to store what it seems to say.
type UnsureError struct {
	Guess Guess // what it may be in
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

// Read gives raw, which is not empty, as text and says in which encoding; nil means the one that it seems to be in. No byte is dropped or
// replaced: what cannot be decoded without loss or doubt is a *BrokenError, a MixedError, a *NULError or an *UnsureError.
func Read(raw []byte, in *Encoding) (string, *Encoding, error) {
	text := ""
	if in == nil {
		guess := Detect(raw)
		_, mixed := errors.AsType[MixedError](guess.Problem)
		switch {
		case mixed, guess.Encoding == nil, guess.Problem != nil && (guess.Encoding.Name == "utf-8" || len(guess.Others) == 0):
			return "", nil, guess.Problem
		case !guess.Sure:
			return "", nil, &UnsureError{guess}
		}
		text, in = guess.Text, guess.Encoding
	} else {
		var err error
		if text, err = in.Decode(raw); err != nil {
			return "", nil, err
		}
	}
	if at := strings.IndexByte(text, 0); at >= 0 {
		return "", nil, &NULError{Line: 1 + strings.Count(text[:at], "\n"), Many: strings.Count(text, "\x00")*50 > len(text)}
	}
	return text, in, nil
}

// Fits tells whether raw, which says that it is in the encoding, may be: it decodes, and it is not plainly UTF-8, as what a program saved
// anew under its old declaration is.
func (e *Encoding) Fits(raw []byte) bool {
	if e.single != nil && utf8.Valid(raw) && !isASCII(string(raw)) {
		return false
	}
	_, err := e.Decode(raw)
	return err == nil
}
