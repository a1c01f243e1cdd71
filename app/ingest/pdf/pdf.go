// Package pdf reads the text of PDF files: their pages in reading order, paragraphs as paragraphs, and what they say of
// themselves. PDFium reads them, as WebAssembly in a sandbox, and that in a child process, so that a file made to do harm
// costs seconds and nothing else.
package pdf

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"factmark/app/ingest/extract"
)

// Limits of the child process.
const (
	startTime   = 2 * time.Minute // to compile PDFium where no compiled one is cached
	readTime    = 20 * time.Second
	maxResident = 300 << 20 // bytes of memory while a file is read
	watchEvery  = 50 * time.Millisecond
)

var (
	errTooSlow = fmt.Errorf("reading it takes longer than %d seconds; nothing of it was taken. Split it or print it to a new PDF, and import that", readTime/time.Second)
	errTooBig  = fmt.Errorf("reading it takes more than %d MB of memory; nothing of it was taken. Split it or print it to a new PDF, and import that", maxResident>>20)
	errStopped = errors.New("reading it could not be finished, because it needs more memory than one file may have or is damaged; " +
		"nothing of it was taken. Split it or print it to a new PDF, and import that")
	errNotStarted = errors.New("the part of the program that reads PDFs does not start, so nothing of it was taken")
)

// Is tells whether a file is a PDF: "%PDF-" stands within its first 1,024 bytes.
func Is(raw []byte) bool { return bytes.Contains(raw[:min(len(raw), 1024)], []byte("%PDF-")) }

// Reader reads PDF files in a child process, one at a time. The process starts with the first file, stays for the next
// ones, and takes 50 to 300 MB of memory: close the Reader after a batch.
type Reader struct {
	turn  chan struct{} // holds a token while no file is being read
	child *child
	limits
}

type limits struct {
	time     time.Duration
	resident int64 // bytes
}

// NewReader makes a Reader and starts nothing.
func NewReader() *Reader {
	r := &Reader{turn: make(chan struct{}, 1), limits: limits{readTime, maxResident}}
	r.turn <- struct{}{}
	return r
}

// Read gives the text, the pages as locators and the metadata of a PDF file. A hyphen at the end of a line goes where it
// divides a word, and the lines are joined; with keepHyphens it stays, and so does the end of that line. Errors are sentences that
// follow the name of the file and a colon, or the context's. Read may be called by several goroutines, which take turns.
func (r *Reader) Read(ctx context.Context, raw []byte, keepHyphens bool) (extract.Content, error) {
	if len(raw) > extract.MaxInput {
		return extract.Content{}, extract.TooMuch(extract.MaxInput>>20, "MB")
	}
	select {
	case <-ctx.Done():
		return extract.Content{}, ctx.Err()
	case <-r.turn:
		defer func() { r.turn <- struct{}{} }()
	}
	if err := ctx.Err(); err != nil {
		return extract.Content{}, err
	}
	if r.child != nil && r.child.hasEnded() {
		r.stop()
	}
	if r.child == nil {
		child, err := startChild(ctx)
		if err != nil {
			return extract.Content{}, err
		}
		r.child = child
	}
	content, err := r.child.read(ctx, r.limits, raw, keepHyphens)
	if of := (readError{}); errors.As(err, &of) {
		return content, of.error
	}
	if err != nil {
		r.stop()
		err = cmp.Or(ctx.Err(), err)
	}
	return content, err
}

// Close ends the child process. The Reader can be used again, and then starts another.
func (r *Reader) Close() {
	<-r.turn
	r.stop()
	r.turn <- struct{}{}
}

func (r *Reader) stop() {
	if r.child != nil {
		r.child.kill()
		r.child = nil
	}
}

// child is a running child process.
type child struct {
	process *os.Process
	in      io.WriteCloser
	out     io.ReadCloser
	answers *bufio.Reader
	ended   chan struct{}
}

func startChild(ctx context.Context) (*child, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", errNotStarted, err)
	}
	command := exec.Command(program, Argument)
	command.Dir = os.TempDir() // so that the folder we are in can be unmounted
	in, err := command.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", errNotStarted, err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", errNotStarted, err)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("%w (%w)", errNotStarted, err)
	}
	c := &child{command.Process, in, out, bufio.NewReader(out), make(chan struct{})}
	go func() {
		_, _ = c.process.Wait() // how it ended does not matter: what it said does
		close(c.ended)
	}()
	err = c.within(ctx, startTime, 0, func() error {
		switch a, err := readAnswer(c.answers); {
		case err != nil:
			return fmt.Errorf("%w (%w)", errNotStarted, err)
		case !a.Ready:
			return fmt.Errorf("%w (%s)", errNotStarted, oneLine(a.Detail))
		}
		return nil
	})
	if err != nil {
		c.kill()
		if errors.Is(err, errTooSlow) {
			err = errNotStarted
		}
		return nil, err
	}
	return c, nil
}

func (c *child) hasEnded() bool {
	select {
	case <-c.ended:
		return true
	default:
		return false
	}
}

func (c *child) kill() {
	_ = c.process.Kill() // it may have ended already
	<-c.ended
	_ = c.in.Close()
	_ = c.out.Close()
}

func (c *child) read(ctx context.Context, l limits, raw []byte, keepHyphens bool) (content extract.Content, err error) {
	options := byte(0)
	if keepHyphens {
		options = optionKeepHyphens
	}
	err = c.within(ctx, l.time, l.resident, func() error {
		// A child that answers before it has heard all would otherwise wait for us, and we for it.
		sent := make(chan error, 1)
		go func() { sent <- writeFrame(c.in, []byte{options}, raw) }()
		var err error
		content, err = contentOf(c.answers)
		if err != nil && !errors.As(err, new(readError)) {
			_ = c.process.Kill() // which ends the writing too
			<-sent
			return errStopped
		}
		return cmp.Or(err, <-sent)
	})
	if err != nil {
		return extract.Content{}, err
	}
	return content, nil
}

// within does a piece of work with the child, and kills the child when the work takes too long, takes too much memory (0 is no limit) or is
// cancelled; the work then ends because the child's pipes do. On a busy machine, where the child has worked for less than
// three quarters of the time that has passed, it has up to three times as long.
func (c *child) within(ctx context.Context, most time.Duration, resident int64, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	began, worked := time.Now(), processorTime(c.process.Pid)
	deadline := time.NewTimer(most)
	defer deadline.Stop()
	watch := time.NewTicker(watchEvery)
	defer watch.Stop()
	for {
		var reason error
		select {
		case err := <-done:
			return err
		case <-ctx.Done():
			reason = ctx.Err()
		case <-deadline.C:
			if time.Since(began) < 3*most && processorTime(c.process.Pid)-worked < most*3/4 && worked > 0 {
				deadline.Reset(watchEvery)
				continue
			}
			reason = errTooSlow
		case <-watch.C:
			if resident == 0 || residentBytes(c.process.Pid) <= resident {
				continue
			}
			reason = errTooBig
		}
		_ = c.process.Kill()
		<-done
		return reason
	}
}

// processorTime is how long a process has worked, where the system tells it in /proc, as Linux does, in hundredths of a second; elsewhere 0.
func processorTime(pid int) time.Duration {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	// The name of the program, in brackets, may hold anything; proc(5) has the fields behind it.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// residentBytes gives the memory that a process uses where the system tells it in /proc, as Linux does, and 0 elsewhere: there PDFium's own limit holds.
func residentBytes(pid int) int64 {
	statm, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(statm))
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
