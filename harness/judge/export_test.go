package judge

import "os"

// FillDisk makes every further write to the temporary file fail; what is written
// can still be read. It says whether there is a file.
func (j *Judge) FillDisk() bool {
	f := &j.recording.file
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file == nil {
		return false
	}
	full, err := os.Open(f.file.Name())
	if err != nil {
		return false
	}
	f.file.Close()
	f.file = full
	return true
}

// LittleRoom lets the judge keep so many facts, and have nowhere else to put them.
func (j *Judge) LittleRoom(facts int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.facts.Shelf, j.facts.Room = nil, facts
}
