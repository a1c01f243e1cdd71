package store

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"

	"factmark/store/internal/db"
)

// writeAheadLog is what SQLite would take from a write-ahead log: its frames
// up to the last commit. A frame counts only where its salt and its checksum
// are right: www.sqlite.org/fileformat2.html#the_write_ahead_log.
type writeAheadLog struct {
	file     *os.File
	info     os.FileInfo
	known    bool // it begins as SQLite begins one, or as one that was never written whole
	pageSize int64
	frames   []frame
	first    int // how many frames the first commit has
}

// frame is one page in a log. Size is that of the database in pages where the
// frame ends a transaction, else 0.
type frame struct {
	page, size uint32
	at         int64 // where its content begins, in bytes
}

const (
	logHeader    = 32 // bytes
	frameHeader  = 24
	logMagic     = 0x377f0682 // the last bit tells the order of bytes that the checksums are reckoned in
	logVersion   = 3007000
	largestPage  = 65536
	smallestPage = 512
)

// readLog reads a log. The file stays open until close.
func readLog(path string) (*writeAheadLog, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, db.ExplainFile(err)
	}
	l := &writeAheadLog{file: f}
	if l.info, err = f.Stat(); err == nil {
		err = l.read()
	}
	if err != nil {
		return nil, errors.Join(db.ExplainFile(err), f.Close())
	}
	return l, nil
}

func (l *writeAheadLog) close() error { return l.file.Close() }

func (l *writeAheadLog) read() error {
	in := bufio.NewReaderSize(l.file, 1<<16)
	header := make([]byte, logHeader)
	n, err := io.ReadFull(in, header)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	number := func(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
	if n < logHeader || bytes.Equal(header, make([]byte, logHeader)) { // the power went as it was made
		l.known = bytes.HasPrefix([]byte{0x37, 0x7f, 0x06}, header[:min(n, 3)]) || header[0] == 0
		return nil
	}
	l.known = number(header, 0)&^1 == logMagic && number(header, 4) == logVersion
	l.pageSize = int64(number(header, 8))
	if !l.known || l.pageSize < smallestPage || l.pageSize > largestPage || l.pageSize&(l.pageSize-1) != 0 {
		return nil
	}
	var order binary.ByteOrder = binary.LittleEndian
	if header[3]&1 == 1 {
		order = binary.BigEndian
	}
	sum := checksum{order: order}
	if sum.add(header[:24]); !sum.is(header[24:]) {
		return nil
	}
	committed := 0
	for at, content := int64(logHeader), make([]byte, frameHeader+l.pageSize); ; at += frameHeader + l.pageSize {
		_, err := io.ReadFull(in, content)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return err
		}
		sum.add(content[:8])
		sum.add(content[frameHeader:])
		if !bytes.Equal(content[8:16], header[16:24]) || !sum.is(content[16:]) || number(content, 0) == 0 {
			break
		}
		l.frames = append(l.frames, frame{number(content, 0), number(content, 4), at + frameHeader})
		if number(content, 4) > 0 {
			committed = len(l.frames)
			if l.first == 0 {
				l.first = committed
			}
		}
	}
	l.frames = l.frames[:committed]
	return nil
}

// checksum is the one of logs, over pairs of words.
type checksum struct {
	order binary.ByteOrder
	a, b  uint32
}

func (c *checksum) add(p []byte) {
	for ; len(p) >= 8; p = p[8:] {
		c.a += c.order.Uint32(p) + c.b
		c.b += c.order.Uint32(p[4:]) + c.a
	}
}

func (c *checksum) is(p []byte) bool {
	return binary.BigEndian.Uint32(p) == c.a && binary.BigEndian.Uint32(p[4:]) == c.b
}

// firstPage gives the header of the database that a frame of page 1 holds.
func (l *writeAheadLog) firstPage(f frame) ([]byte, error) {
	header := make([]byte, databaseHeader)
	_, err := l.file.ReadAt(header, f.at)
	return header, err
}
