package pdf

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"factmark/app/ingest/extract"
)

// The program and its child talk in frames: a length of four bytes, big-endian, and as many bytes. A request is a byte of
// options and the PDF file; the child answers it with answers in JSON, the last of which has Done or Failure.
const (
	maxRequest = 1 + extract.MaxInput
	maxAnswer  = 1 << 20
	chunk      = 64 << 10 // bytes of text in one answer, which JSON makes at most six times as many
)

const optionKeepHyphens = 1

// answer is what the child says: that it is ready, a page or more of its text, the end.
type answer struct {
	Ready   bool     `json:",omitempty"`
	Page    *page    `json:",omitempty"`
	Text    string   `json:",omitempty"`
	Done    *summary `json:",omitempty"`
	Failure failure  `json:",omitempty"`
	Detail  string   `json:",omitempty"`
}

// page begins a page; its text follows.
type page struct {
	Label  string `json:",omitempty"`
	GoesOn bool   `json:",omitempty"` // within a paragraph of the page before
}

// summary is what else is known of a file.
type summary struct {
	Title, Author, Published, Language string
	Pages, Empty                       int // pages, and those on which something is drawn, but no text
	Characters, Damaged                int
}

type failure string

const (
	failedPassword   failure = "password"
	failedFormat     failure = "format"
	failedPages      failure = "pages"
	failedText       failure = "text"
	failedCharacters failure = "characters"
	failedPDFium     failure = "pdfium" // it stopped: for want of memory, or at something that nobody has foreseen
	failedStart      failure = "start"
)

var errFrame = errors.New("what came is no frame")

func writeFrame(w io.Writer, parts ...[]byte) error {
	length := 0
	for _, p := range parts {
		length += len(p)
	}
	if _, err := w.Write(binary.BigEndian.AppendUint32(nil, uint32(length))); err != nil {
		return err
	}
	for _, p := range parts {
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return nil
}

// readFrame reads a frame of at most limit bytes. Memory is taken as bytes arrive, not as the length promises. It gives io.EOF
// if nothing more comes.
func readFrame(r io.Reader, limit int) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = errFrame
		}
		return nil, err
	}
	size := int64(binary.BigEndian.Uint32(length[:]))
	if size > int64(limit) {
		return nil, fmt.Errorf("%w: %d bytes", errFrame, size)
	}
	var frame bytes.Buffer
	if _, err := io.CopyN(&frame, r, size); err != nil {
		return nil, fmt.Errorf("%w: it ends too early", errFrame)
	}
	return frame.Bytes(), nil
}

func writeAnswer(w io.Writer, a answer) error {
	encoded, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return writeFrame(w, encoded)
}

func readAnswer(r io.Reader) (answer, error) {
	frame, err := readFrame(r, maxAnswer)
	if err != nil {
		return answer{}, err
	}
	var a answer
	if err := json.Unmarshal(frame, &a); err != nil {
		return answer{}, fmt.Errorf("%w: %w", errFrame, err)
	}
	return a, nil
}

// contentOf reads the answers to one request. Nothing of them is trusted: the text goes through the limits of extract.Builder,
// the sentences are made here.
func contentOf(r io.Reader) (extract.Content, error) {
	var b extract.Builder
	pages := 0
	for {
		a, err := readAnswer(r)
		switch {
		case err != nil:
			return extract.Content{}, err
		case a.Failure != "":
			return extract.Content{}, a.Failure.error(a.Detail)
		case a.Done != nil:
			return finished(&b, *a.Done)
		case a.Page != nil:
			if pages++; pages > extract.MaxParts {
				return extract.Content{}, errFrame
			}
			if !a.Page.GoesOn {
				b.Block()
			}
			b.Locate(extract.Page, a.Page.Label)
		case a.Text == "":
			return extract.Content{}, fmt.Errorf("%w: an answer says nothing", errFrame)
		default:
			b.Write(a.Text)
		}
	}
}

// readError is what is wrong with a file, found by a child that works as it should and can read the next one.
type readError struct{ error }

func (f failure) error(detail string) error {
	switch f {
	case failedPassword:
		return readError{extract.ErrEncrypted}
	case failedPages:
		return readError{extract.TooMuch(extract.MaxParts, "pages")}
	case failedCharacters:
		return readError{extract.TooMuch(maxGlyphs, "characters on one page")}
	case failedText:
		return readError{extract.TooMuch(extract.MaxText>>20, "MB of text")}
	case failedFormat:
		return readError{&extract.BrokenError{Format: "a PDF", Err: errFormat}}
	}
	return fmt.Errorf("the child stopped: %s", oneLine(detail))
}

// ErrScanned says that all pages of a file are pictures.
var ErrScanned = errors.New("there is no text in it: its pages are scanned; let a program for text recognition (OCR) put the text in, and import that")

func finished(b *extract.Builder, s summary) (extract.Content, error) {
	content, err := b.Content()
	if errors.Is(err, extract.ErrNoText) && s.Empty > 0 {
		err = ErrScanned
	}
	if err != nil {
		return extract.Content{}, readError{err}
	}
	content.Metadata = extract.Metadata{
		Title: oneLine(s.Title), Author: oneLine(s.Author), Published: date(s.Published), Language: extract.LanguageTag(s.Language),
	}
	if s.Empty > 0 && s.Empty < s.Pages {
		are := "they are scanned"
		if s.Empty == 1 {
			are = "it is scanned"
		}
		content.Remarks = append(content.Remarks, fmt.Sprintf("There is no text on %d of %d pages: %s.", s.Empty, s.Pages, are))
	}
	if s.Damaged > 0 && s.Damaged <= s.Characters && s.Damaged > s.Characters/100 {
		content.Remarks = append(content.Remarks, fmt.Sprintf("The text of this PDF is damaged: of %d in 100 characters the file does not say which they are.",
			max(1, s.Damaged*100/s.Characters)))
	}
	return content, nil
}
