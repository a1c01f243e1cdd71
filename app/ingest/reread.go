package ingest

import "factmark/app/charset"

// Rereading is one file read in two encodings: every place of the one text is at the same bytes as a place of the other.
type Rereading struct {
	Was, Is string // the texts, as Decode gives them
	was, is *charset.Borders
}

// Reread reads raw, the content of a file, in the encoding it was read in and in another. What does not decode is an error.
func Reread(raw []byte, was, is *charset.Encoding) (*Rereading, error) {
	old, err := was.Borders(raw)
	if err != nil {
		return nil, err
	}
	new, err := is.Borders(raw)
	if err != nil {
		return nil, err
	}
	old, new = old.WithLF(), new.WithLF()
	return &Rereading{Was: old.Text(), Is: new.Text(), was: old, is: new}, nil
}

// Place gives where the code points from start to end of the old text, a range within it that is not empty, stand in the new one. It is not
// exact where an end lies within a character of the new text, or within a group of the old one that only together stands for its bytes: then it
// takes that in. It is empty where the bytes are no characters in the new text.
func (r *Rereading) Place(start, end int) (from, to int, exact bool) {
	first, last, whole := r.was.Bytes(start, end)
	from, to, exact = r.is.CodePoints(first, last)
	return from, to, exact && whole
}
