package pdf

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"unicode/utf8"

	"factmark/app/ingest/extract"
)

// Argument is the word with which the program starts itself to read PDF files by Serve. It is no command for users.
const Argument = "pdf-text"

// maxGlyphs is the most characters of one page.
const maxGlyphs = 1_000_000

var (
	errTooMuchText       = errors.New("more text than is read")
	errTooManyPages      = errors.New("more pages than are read")
	errTooManyCharacters = errors.New("more characters on one page than are read")
)

// Serve reads PDF files out of requests and writes what they hold, until in ends. It opens nothing but the cache of the compiled
// PDFium. When in ends while a file is being read, the process ends at once: nobody waits for the answer.
func Serve(in io.Reader, out io.Writer) error {
	signal.Ignore(os.Interrupt) // Ctrl+C reaches parent and child, and is the parent's to answer
	return serve(in, out, func() { os.Exit(0) })
}

func serve(in io.Reader, out io.Writer, abandoned func()) error {
	// The compiler leaves much behind.
	before := debug.SetGCPercent(25)
	defer debug.SetGCPercent(before)
	l, err := start()
	if err != nil {
		return errors.Join(err, writeAnswer(out, answer{Failure: failedStart, Detail: err.Error()}))
	}
	defer func() { _ = l.close() }() // the process ends next
	// The garbage collector cannot stop PDFium's code, and would hold up the goroutine that waits for the end of in while
	// it tries to. It works between pages.
	debug.SetGCPercent(-1)
	debug.FreeOSMemory() // of the compiler
	if err := writeAnswer(out, answer{Ready: true}); err != nil {
		return err
	}
	requests := make(chan []byte)
	var busy atomic.Bool
	var ended error
	go func() {
		defer close(requests)
		for {
			request, err := readFrame(in, maxRequest)
			if err == nil && len(request) == 0 {
				err = errFrame
			}
			if err != nil {
				if !errors.Is(err, io.EOF) {
					ended = err
				}
				if busy.Load() {
					abandoned()
				}
				return
			}
			busy.Store(true)
			requests <- request
		}
	}()
	for request := range requests {
		if err := l.answer(out, request); err != nil {
			return err
		}
		busy.Store(false)
		runtime.GC()
	}
	return ended
}

// answer reads one file and writes what it holds. An error means that nothing more can be read by this library.
func (l *library) answer(out io.Writer, request []byte) error {
	texts, summed, err := l.extract(request[1:], request[0]&optionKeepHyphens != 0)
	if err != nil {
		failed := failedPDFium
		switch {
		case errors.Is(err, errPassword):
			failed = failedPassword
		case errors.Is(err, errFormat):
			failed = failedFormat
		case errors.Is(err, errTooManyPages):
			failed = failedPages
		case errors.Is(err, errTooMuchText):
			failed = failedText
		case errors.Is(err, errTooManyCharacters):
			failed = failedCharacters
		}
		return errors.Join(l.err, writeAnswer(out, answer{Failure: failed, Detail: oneLine(err.Error())}))
	}
	buffered := bufio.NewWriter(out)
	for _, t := range texts {
		if err := writeAnswer(buffered, answer{Page: &page{Label: t.label, GoesOn: t.goesOn}}); err != nil {
			return err
		}
		for text := t.text; text != ""; {
			size := min(len(text), chunk)
			for size < len(text) && !utf8.RuneStart(text[size]) {
				size--
			}
			if err := writeAnswer(buffered, answer{Text: text[:size]}); err != nil {
				return err
			}
			text = text[size:]
		}
	}
	if err := writeAnswer(buffered, answer{Done: &summed}); err != nil {
		return err
	}
	return buffered.Flush()
}

// extract reads the text and the metadata of a file. Its memory is free again even if that fails, for the next file.
func (l *library) extract(raw []byte, keepHyphens bool) ([]pageText, summary, error) {
	f, err := l.open(raw)
	if err != nil {
		return nil, summary{}, err
	}
	texts, s, err := f.extract(raw, keepHyphens)
	f.closeDocument()
	return texts, s, cmp.Or(err, l.err)
}

func (f *file) extract(raw []byte, keepHyphens bool) ([]pageText, summary, error) {
	s := summary{Pages: f.pages()}
	if s.Pages > extract.MaxParts {
		return nil, s, errTooManyPages
	}
	packet := xmp(raw)
	s.Title = cmp.Or(usableTitle(f.info("Title")), usableTitle(packet.title))
	s.Author = cmp.Or(usableAuthor(f.info("Author")), usableAuthor(packet.author))
	s.Published = cmp.Or(date(f.info("CreationDate")), date(packet.created))
	s.Language = cmp.Or(extract.LanguageTag(f.language()), extract.LanguageTag(packet.language))
	pages, labels := make([][]*line, s.Pages), make([]string, s.Pages)
	size, uncollected := 0, 0
	for i := range pages {
		labels[i] = cmp.Or(oneLine(f.label(i)), strconv.Itoa(i+1))
		glyphs, drawn, err := f.page(i)
		if err != nil {
			return nil, s, err
		}
		pages[i] = linesOf(glyphs)
		if len(pages[i]) == 0 && drawn {
			s.Empty++
		}
		for _, line := range pages[i] {
			s.Characters += utf8.RuneCountInString(line.text)
			s.Damaged += line.damaged
			size += len(line.text)
		}
		if size > extract.MaxText {
			return nil, s, errTooMuchText
		}
		if uncollected += len(glyphs); uncollected > 200_000 {
			runtime.GC()
			uncollected = 0
		}
	}
	texts := textOf(pages, keepHyphens)
	for i := range texts {
		texts[i].label = labels[i]
	}
	return texts, s, nil
}
