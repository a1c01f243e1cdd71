package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash/maphash"
	"slices"

	"factmark/store/internal/db"
)

// Queue is a list of ids in order. A million of them take 16 MB, since an id is
// nearly always a UUID; what is none stands beside. The zero Queue is empty.
type Queue struct {
	packed []byte   // idLength each; of an id that is no UUID oddMark and its number in odd
	odd    []string // ids that are none

	seed  maphash.Seed
	slots []int32 // a hash table of places, each one more than it is; nil until a place is asked for
}

const idLength = 16 // bytes

// oddMark begins the place of an id that stands in odd; a UUID that begins so is one of them.
var oddMark = []byte{255, 255, 255, 255, 255, 255, 255, 255}

// NewQueue makes a queue of ids.
func NewQueue(ids ...string) *Queue {
	q := &Queue{packed: make([]byte, 0, idLength*len(ids))}
	for _, id := range ids {
		q.Add(id)
	}
	return q
}

// Len is how many ids there are.
func (q *Queue) Len() int { return len(q.packed) / idLength }

// Add puts an id at the end.
func (q *Queue) Add(id string) {
	q.slots = nil
	packed, ok := packID(id)
	if !ok {
		copy(packed[:], oddMark)
		binary.BigEndian.PutUint64(packed[8:], uint64(len(q.odd)))
		q.odd = append(q.odd, id)
	}
	q.packed = append(q.packed, packed[:]...)
}

// Grow makes room for so many more ids.
func (q *Queue) Grow(n int) { q.packed = slices.Grow(q.packed, idLength*n) }

// AddAt puts the id at a place of another queue at the end.
func (q *Queue) AddAt(other *Queue, i int) {
	packed := other.packed[i*idLength : (i+1)*idLength]
	if len(other.odd) > 0 && string(packed[:8]) == string(oddMark) {
		q.Add(other.At(i))
		return
	}
	q.slots = nil
	q.packed = append(q.packed, packed...)
}

// packID gives the bytes of a UUID as newID writes it.
func packID(id string) (packed [idLength]byte, ok bool) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return packed, false
	}
	var digits [32]byte
	copy(digits[:8], id[:8])
	copy(digits[8:12], id[9:13])
	copy(digits[12:16], id[14:18])
	copy(digits[16:20], id[19:23])
	copy(digits[20:], id[24:])
	for _, d := range digits {
		if d >= 'A' && d <= 'F' { // it would come back in small letters
			return packed, false
		}
	}
	_, err := hex.Decode(packed[:], digits[:])
	return packed, err == nil && string(packed[:8]) != string(oddMark)
}

// At gives the id at a place, from 0.
func (q *Queue) At(i int) string {
	packed := q.packed[i*idLength : (i+1)*idLength]
	if string(packed[:8]) == string(oddMark) {
		return q.odd[binary.BigEndian.Uint64(packed[8:])]
	}
	var text [36]byte
	hex.Encode(text[:8], packed[:4])
	hex.Encode(text[9:13], packed[4:6])
	hex.Encode(text[14:18], packed[6:8])
	hex.Encode(text[19:23], packed[8:10])
	hex.Encode(text[24:], packed[10:])
	text[8], text[13], text[18], text[23] = '-', '-', '-', '-'
	return string(text[:])
}

// All gives all ids.
func (q *Queue) All() []string {
	all := make([]string, q.Len())
	for i := range all {
		all[i] = q.At(i)
	}
	return all
}

// Pick gives a queue of the ids at these places.
func (q *Queue) Pick(places []int32) *Queue {
	picked := &Queue{packed: make([]byte, 0, idLength*len(places)), odd: q.odd}
	for _, i := range places {
		picked.packed = append(picked.packed, q.packed[int(i)*idLength:(int(i)+1)*idLength]...)
	}
	return picked
}

// Without gives a queue without some of the ids.
func (q *Queue) Without(ids map[string]bool) *Queue {
	var places []int32
	gone := make(map[int]bool)
	for id := range ids {
		if at := q.Place(id); at >= 0 {
			gone[at] = true
		}
	}
	if len(gone) == 0 {
		return q
	}
	for i := range q.Len() {
		if !gone[i] {
			places = append(places, int32(i))
		}
	}
	return q.Pick(places)
}

// Place gives where an id stands, from 0; -1 where it does not.
func (q *Queue) Place(id string) int {
	packed, ok := packID(id)
	if !ok {
		at := slices.Index(q.odd, id)
		if at < 0 {
			return -1
		}
		copy(packed[:], oddMark)
		binary.BigEndian.PutUint64(packed[8:], uint64(at))
	}
	return q.place(packed[:])
}

func (q *Queue) place(packed []byte) int {
	if q.Len() == 0 {
		return -1
	}
	if q.slots == nil {
		q.Index()
	}
	for slot := q.hash(packed); ; slot = (slot + 1) % len(q.slots) {
		i := int(q.slots[slot]) - 1
		if i < 0 || string(q.packed[i*idLength:(i+1)*idLength]) == string(packed) {
			return i
		}
	}
}

func (q *Queue) hash(packed []byte) int {
	return int(maphash.Bytes(q.seed, packed) % uint64(len(q.slots)))
}

// Index makes the hash table that Place looks into, which makes it where it is missing: who asks for
// places on several goroutines, or on one that must not wait, has it made before.
func (q *Queue) Index() {
	q.seed = maphash.MakeSeed()
	q.slots = make([]int32, 2*q.Len())
	for i := q.Len() - 1; i >= 0; i-- { // of an id that stands twice, the first place
		packed := q.packed[i*idLength : (i+1)*idLength]
		slot := q.hash(packed)
		for q.slots[slot] != 0 {
			if at := int(q.slots[slot]) - 1; string(q.packed[at*idLength:(at+1)*idLength]) == string(packed) {
				break
			}
			slot = (slot + 1) % len(q.slots)
		}
		q.slots[slot] = int32(i + 1)
	}
}

// queuePart is how many ids are kept in a row.
const queuePart = 1 << 16

// keepQueue keeps a queue beside a review session: the packed ids in parts, and
// with the first the list of those that are no UUIDs.
func keepQueue(q db.Querier, sessionID string, queue *Queue) error {
	odd := queue.odd
	for part := 0; part == 0 || part*queuePart < queue.Len(); part++ {
		ids := queue.packed[part*queuePart*idLength : min((part+1)*queuePart, queue.Len())*idLength]
		if odd == nil {
			odd = []string{}
		}
		err := q.Exec("INSERT INTO queues (session_id, part, length, ids, others) VALUES (?, ?, ?, ?, ?)", sessionID, part, len(ids)/idLength, ids, db.JSONList(odd))
		if err != nil {
			return err
		}
		odd = nil
	}
	return nil
}

// SessionQueue gives the queue that was kept beside a review session, nil where none was.
func (s *Store) SessionQueue(ctx context.Context, sessionID string) (*Queue, error) {
	var length int
	_, err := s.reading(ctx).One("SELECT ifnull(sum(length), -1) FROM queues WHERE session_id = ?", []any{sessionID}, &length)
	if err != nil || length < 0 {
		return nil, err
	}
	damaged := db.Failf(db.ErrDamaged, "the queue of the review session cannot be read")
	q := &Queue{packed: make([]byte, 0, idLength*min(length, longestQueue))}
	err = s.reading(ctx).Each("SELECT ids, others FROM queues WHERE session_id = ? ORDER BY part", []any{sessionID}, func(scan func(...any) error) error {
		var ids sql.RawBytes
		var others string
		if err := scan(&ids, &others); err != nil {
			return err
		}
		var odd []string
		if json.Unmarshal([]byte(others), &odd) != nil {
			return damaged
		}
		q.packed, q.odd = append(q.packed, ids...), append(q.odd, odd...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(q.packed) != idLength*length || !q.whole() {
		return nil, damaged
	}
	return q, nil
}

// whole tells whether all ids are there of a queue that was read.
func (q *Queue) whole() bool {
	for i := 0; i < len(q.packed); i += idLength {
		if string(q.packed[i:i+8]) == string(oddMark) && binary.BigEndian.Uint64(q.packed[i+8:]) >= uint64(len(q.odd)) {
			return false
		}
	}
	return true
}

// longestQueue is for how many ids room is made at once: what a file says of a length is not trusted.
const longestQueue = 2_000_000

const goneClaims = `SELECT DISTINCT e.entity_id FROM events e WHERE e.entity = 'claims' AND e.verb = 'delete'
	AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.id = e.entity_id)`

// GoneClaims gives the ids of the claims that were deleted and are not there now.
func (s *Store) GoneClaims(ctx context.Context) (map[string]bool, error) {
	gone := make(map[string]bool)
	err := s.reading(ctx).Each(goneClaims, nil,
		func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			gone[id] = true
			return err
		})
	return gone, err
}
