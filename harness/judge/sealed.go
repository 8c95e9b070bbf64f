package judge

import (
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"os"
	"sync"
)

// A sealedFile is a temporary file that only this process can read: AES in
// counter mode, under a key that is drawn for the file and never written. What
// stands at an offset is written once, so no part of the key stream is used
// twice.
type sealedFile struct {
	dir string
	// name is what the file's own begins with, kontrakt-exchanges where empty.
	name string

	mu    sync.RWMutex
	block cipher.Block
	file  *os.File
	end   int64
	// sealed is where the next write is put together.
	sealed []byte
}

// append seals and writes, and gives the offset. One caller at a time.
func (f *sealedFile) append(clear []byte) (int64, error) {
	if err := f.create(); err != nil {
		return 0, err
	}
	f.sealed = append(f.sealed[:0], clear...)
	f.crypt(f.sealed, f.end)
	offset := f.end
	if _, err := f.file.WriteAt(f.sealed, offset); err != nil {
		return 0, err
	}
	if f.end += int64(len(clear)); cap(f.sealed) > 2*largestPage {
		f.sealed = nil
	}
	return offset, nil
}

// A shelf is a sealed file for what [sequence.Record] has no room for.
type shelf struct{ *sealedFile }

func (s shelf) Append(p []byte) (int64, error)    { return s.append(p) }
func (s shelf) Read(p []byte, offset int64) error { return s.read(p, offset) }

func (f *sealedFile) create() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file != nil {
		return nil
	}
	key := make([]byte, 32)
	rand.Read(key)
	var err error
	if f.block, err = aes.NewCipher(key); err != nil {
		return err
	}
	f.file, err = os.CreateTemp(f.dir, cmp.Or(f.name, "kontrakt-exchanges")+"-*")
	return err
}

// read gives in clear what stands at an offset. It may be called at any time.
func (f *sealedFile) read(clear []byte, offset int64) error {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.file == nil {
		return errors.New("there is no file")
	}
	if _, err := f.file.ReadAt(clear, offset); err != nil {
		return err
	}
	f.crypt(clear, offset)
	return nil
}

// crypt turns what stands at an offset of the file from clear to sealed, and
// back.
func (f *sealedFile) crypt(text []byte, offset int64) {
	var counter, skipped [aes.BlockSize]byte
	binary.BigEndian.PutUint64(counter[8:], uint64(offset/aes.BlockSize))
	stream := cipher.NewCTR(f.block, counter[:])
	into := skipped[:offset%aes.BlockSize]
	stream.XORKeyStream(into, into)
	stream.XORKeyStream(text, text)
}

// close removes the file.
func (f *sealedFile) close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file == nil {
		return nil
	}
	err := errors.Join(f.file.Close(), os.Remove(f.file.Name()))
	f.file = nil
	return err
}
