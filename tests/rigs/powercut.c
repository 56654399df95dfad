/* powercut: a power cut for one process, without root, mounts or luck.
 *
 * Loaded with LD_PRELOAD in front of libc, it watches what a process does to the files below $PC_DIR and remembers, for
 * every 512-byte sector that was changed and not yet synced, what the sector held when the file was last synced. At a
 * chosen step it plays the part of the disk that lost power: what was never synced is forgotten, torn or reordered, the
 * file sizes go back with it, and the process ends with status 99. What is on the real disk afterwards is what a machine
 * could have found after the cut; start the program again without the rig and look.
 *
 *   PC_DIR=/data PC_CUT=57 PC_MODE=torn PC_SEED=3 LD_PRELOAD=target/rigs/powercut.so yidi serve --data /data ...
 *
 *   PC_DIR     the folder watched, with everything below it (required, else the rig does nothing)
 *   PC_CUT     the step at which the power goes, counted from 1 over all threads. A step is a write of any form, a change
 *              of size, a sync, a rename, a truncating open or an unlink below PC_DIR. A cut at a write lets the write
 *              reach memory first; a cut at a sync comes before the sync.
 *   PC_MODE    drop     every un-synced sector is undone (the default)
 *              torn     earlier un-synced writes arrived, of the last one only the first sectors did
 *              reorder  a random half of the un-synced sectors arrived, in no order
 *                       (and the new size of a file, by a coin, without the sectors: a disk that breaks its promises)
 *              keep     nothing is undone: the process was killed and the machine lived on
 *   PC_SEED    the seed of torn and reorder, a number; the same seed and the same steps give the same disk
 *   PC_EIO     the number of the fsync or fdatasync, counted over files below PC_DIR/PC_EIO_BELOW, that fails with EIO. As on
 *              Linux, a second try says 0 although the data is lost: nothing un-synced in that file then or later ever
 *              becomes durable; it is undone by a later cut or, if PC_MODE is set, when the process exits.
 *   PC_EIO_BELOW  the folder below PC_DIR whose syncs are counted for PC_EIO ("." for PC_DIR itself; default "tape")
 *   PC_REPORT  a file outside PC_DIR that gets one line at the cut or at exit:
 *              steps=9 writes=6 syncs=3 cut=1 undone=4 kept=2
 *
 * What it models: overwriting, appending, growing, shrinking, preallocating, truncating on open; that neither
 * sync_file_range nor a rename nor closing a file makes anything durable; that a sync covers one file, not its folder.
 * What it does not: files created, renamed or removed without a sync of their folder stay created, renamed or removed;
 * memory maps; O_DSYNC (such a write counts as un-synced); a sector written twice between syncs has only two possible
 * pasts, not three. Programs that talk to the kernel without libc (Go, rustix with its default back end) are not seen,
 * except that a size they changed is noticed at the next write.
 *
 * Real syncs are skipped while the rig is loaded: the kernel does not crash, so they would only cost time.
 * All steps hold one lock, so what one thread is doing at the cut is well defined.
 */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define SECTOR 512
#define FILES_MAX 512
/* 16 GiB: beyond that the table of sectors would not fit, and no test needs it. */
#define SECTORS_MAX ((off_t)1 << 25)
#define EXIT_CUT 99

typedef unsigned char byte;

/* The past of a sector that lies wholly behind the synced end of its file. */
static byte nothing[SECTOR];

/* One watched file. The descriptor is our own, so the file is found after a rename, an unlink or a close. */
struct file {
    dev_t dev;
    ino_t ino;
    int fd;
    off_t synced_size;
    byte **past; /* by sector: NULL when clean, else what a cut brings back */
    size_t past_len;
    size_t *dirty; /* the sectors that have a past */
    size_t dirty_len, dirty_cap;
    int resized;
    int doomed; /* a sync of it failed: nothing un-synced will ever be durable */
};

/* The last write, for tearing it. */
struct last {
    struct file *file;
    off_t start, end; /* whole sectors around the write */
    off_t write_end;
    off_t size_before;
    byte *past;
};

static struct file files[FILES_MAX];
static size_t files_len;
static struct last last;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;

enum mode { DROP, TORN, REORDER, KEEP };
static char watched[PATH_MAX], eio_below[PATH_MAX * 2];
static size_t watched_len;
static enum mode mode;
static int mode_given, eio_fired;
static unsigned long cut_at, eio_at, eio_seen, steps, writes, syncs, undone, kept;
static uint64_t dice;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwritev)(int, const struct iovec *, int, off_t);
static ssize_t (*real_copy_file_range)(int, off64_t *, int, off64_t *, size_t, unsigned);
static ssize_t (*real_sendfile)(int, int, off_t *, size_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fallocate)(int, int, off_t, off_t);
static int (*real_posix_fallocate)(int, off_t, off_t);
static int (*real_openat)(int, const char *, int, ...);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_sync_file_range)(int, off64_t, off64_t, unsigned);
static int (*real_rename)(const char *, const char *);
static int (*real_renameat)(int, const char *, int, const char *);
static int (*real_unlink)(const char *);

/* ---- starting ---------------------------------------------------------------------------------------------------- */

static void fail(const char *what) {
    dprintf(2, "powercut: %s\n", what);
    _exit(98);
}

/* The real path of PC_DIR, which may not exist yet. */
static void find_watched(const char *dir) {
    char copy[PATH_MAX], parent[PATH_MAX];
    if (realpath(dir, watched) == NULL) {
        snprintf(copy, sizeof copy, "%s", dir);
        for (size_t n = strlen(copy); n > 1 && copy[n - 1] == '/'; n--) copy[n - 1] = 0;
        char *slash = strrchr(copy, '/');
        const char *above = slash == NULL ? "." : slash == copy ? "/" : copy;
        const char *name = slash == NULL ? copy : slash + 1;
        if (slash != NULL) *slash = 0;
        if (realpath(above, parent) == NULL) fail("neither PC_DIR nor the folder above it exists");
        if ((size_t)snprintf(watched, sizeof watched, "%s/%s", parent, name) >= sizeof watched) fail("PC_DIR is too long");
    }
    watched_len = strlen(watched);
}

static unsigned long number(const char *name) {
    const char *text = getenv(name);
    return text == NULL ? 0 : strtoul(text, NULL, 10);
}

static void read_settings(void) {
    const char *dir = getenv("PC_DIR"), *name = getenv("PC_MODE"), *below = getenv("PC_EIO_BELOW");
    if (dir == NULL || *dir == 0) return;
    find_watched(dir);
    mode_given = name != NULL;
    if (name == NULL || strcmp(name, "drop") == 0) mode = DROP;
    else if (strcmp(name, "torn") == 0) mode = TORN;
    else if (strcmp(name, "reorder") == 0) mode = REORDER;
    else if (strcmp(name, "keep") == 0) mode = KEEP;
    else fail("PC_MODE is drop, torn, reorder or keep");
    if (below == NULL) below = "tape";
    snprintf(eio_below, sizeof eio_below, strcmp(below, ".") == 0 ? "%s" : "%s/%s", watched, below);
    cut_at = number("PC_CUT");
    eio_at = number("PC_EIO");
    dice = number("PC_SEED") * 0x9E3779B97F4A7C15u + 1;
}

static void find_real(void) {
    *(void **)&real_write = dlsym(RTLD_NEXT, "write");
    *(void **)&real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    *(void **)&real_writev = dlsym(RTLD_NEXT, "writev");
    *(void **)&real_pwritev = dlsym(RTLD_NEXT, "pwritev64");
    *(void **)&real_copy_file_range = dlsym(RTLD_NEXT, "copy_file_range");
    *(void **)&real_sendfile = dlsym(RTLD_NEXT, "sendfile64");
    *(void **)&real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    *(void **)&real_fallocate = dlsym(RTLD_NEXT, "fallocate64");
    *(void **)&real_posix_fallocate = dlsym(RTLD_NEXT, "posix_fallocate64");
    *(void **)&real_openat = dlsym(RTLD_NEXT, "openat64");
    *(void **)&real_fsync = dlsym(RTLD_NEXT, "fsync");
    *(void **)&real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    *(void **)&real_sync_file_range = dlsym(RTLD_NEXT, "sync_file_range");
    *(void **)&real_rename = dlsym(RTLD_NEXT, "rename");
    *(void **)&real_renameat = dlsym(RTLD_NEXT, "renameat");
    *(void **)&real_unlink = dlsym(RTLD_NEXT, "unlink");
    read_settings();
}

static void begin(void) { pthread_once(&once, find_real); }

/* ---- which files ------------------------------------------------------------------------------------------------- */

static int is_below(const char *path, const char *dir, size_t dir_len) {
    return strncmp(path, dir, dir_len) == 0 && path[dir_len] == '/';
}

/* The path of a descriptor, if it is a file or folder below PC_DIR. */
static int watched_path(int fd, char path[PATH_MAX]) {
    char link[40];
    if (watched_len == 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, path, PATH_MAX - 1);
    if (len <= 0) return 0;
    path[len] = 0;
    return is_below(path, watched, watched_len) || strcmp(path, watched) == 0;
}

/* A descriptor's size and kind, if it is a regular file below PC_DIR. */
static int ours(int fd, struct stat *stat) {
    char path[PATH_MAX];
    begin();
    return watched_path(fd, path) && fstat(fd, stat) == 0 && S_ISREG(stat->st_mode);
}

static void release(struct file *file) {
    close(file->fd);
    free(file->past);
    free(file->dirty);
    if (last.file == file) last.file = NULL;
    struct file *moved = &files[--files_len];
    if (last.file == moved) last.file = file;
    *file = *moved;
}

static void make_room(void) {
    for (size_t i = files_len; i-- > 0 && files_len > FILES_MAX / 2;)
        if (files[i].dirty_len == 0 && !files[i].resized) release(&files[i]);
    if (files_len == FILES_MAX) fail("too many files with un-synced writes");
}

/* The record of a file; a file seen for the first time counts as synced with the size it has. */
static struct file *record(int fd, const struct stat *stat) {
    for (size_t i = 0; i < files_len; i++)
        if (files[i].dev == stat->st_dev && files[i].ino == stat->st_ino) return &files[i];
    if (files_len == FILES_MAX) make_room();
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int own = real_openat(AT_FDCWD, link, O_RDWR | O_CLOEXEC);
    if (own < 0) fail("cannot open a watched file for myself");
    struct file *file = &files[files_len++];
    *file = (struct file){.dev = stat->st_dev, .ino = stat->st_ino, .fd = own, .synced_size = stat->st_size};
    return file;
}

static off_t size_of(const struct file *file) {
    struct stat stat;
    return fstat(file->fd, &stat) == 0 ? stat.st_size : 0;
}

/* ---- remembering ------------------------------------------------------------------------------------------------- */

static void *or_fail(void *memory) {
    if (memory == NULL) fail("out of memory");
    return memory;
}

static void room_for(struct file *file, size_t sectors) {
    if (sectors <= file->past_len) return;
    size_t len = sectors + sectors / 2 + 64;
    file->past = or_fail(realloc(file->past, len * sizeof *file->past));
    memset(file->past + file->past_len, 0, (len - file->past_len) * sizeof *file->past);
    file->past_len = len;
}

/* What a sector holds now, with zeros behind the end of the file. */
static void read_sectors(const struct file *file, off_t start, size_t len, byte *into) {
    memset(into, 0, len);
    for (size_t have = 0; have < len;) {
        ssize_t got = pread(file->fd, into + have, len - have, start + (off_t)have);
        if (got <= 0) return;
        have += (size_t)got;
    }
}

static void remember_sector(struct file *file, size_t sector) {
    if (file->past[sector] != NULL) return;
    off_t start = (off_t)sector * SECTOR;
    if (start >= file->synced_size) {
        file->past[sector] = nothing;
    } else {
        file->past[sector] = or_fail(malloc(SECTOR));
        read_sectors(file, start, SECTOR, file->past[sector]);
    }
    if (file->dirty_len == file->dirty_cap) {
        file->dirty_cap = file->dirty_cap * 2 + 64;
        file->dirty = or_fail(realloc(file->dirty, file->dirty_cap * sizeof *file->dirty));
    }
    file->dirty[file->dirty_len++] = sector;
}

static void remember(struct file *file, off_t from, off_t to) {
    if (to <= from) return;
    off_t first = from / SECTOR, end = (to + SECTOR - 1) / SECTOR;
    if (end > SECTORS_MAX) fail("a watched file is too large");
    room_for(file, (size_t)end);
    for (off_t sector = first; sector < end; sector++) remember_sector(file, (size_t)sector);
}

static void remember_last(struct file *file, off_t from, off_t to) {
    if (mode != TORN) return;
    free(last.past);
    off_t start = from / SECTOR * SECTOR, end = (to + SECTOR - 1) / SECTOR * SECTOR;
    last = (struct last){.file = file, .start = start, .end = end, .write_end = to, .size_before = size_of(file)};
    last.past = or_fail(malloc((size_t)(end - start) + 1));
    read_sectors(file, start, (size_t)(end - start), last.past);
}

static void forget(struct file *file) {
    if (file->doomed) return;
    for (size_t i = 0; i < file->dirty_len; i++) {
        byte **past = &file->past[file->dirty[i]];
        if (*past != nothing) free(*past);
        *past = NULL;
    }
    file->dirty_len = 0;
    file->resized = 0;
    file->synced_size = size_of(file);
    if (last.file == file) last.file = NULL;
}

/* ---- the cut ----------------------------------------------------------------------------------------------------- */

/* splitmix64 */
static uint64_t roll(void) {
    uint64_t z = (dice += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static void put_back(struct file *file, off_t start, const byte *bytes, size_t len) {
    if (real_pwrite(file->fd, bytes, len, start) != (ssize_t)len) fail("cannot put a sector back");
}

static void resize(struct file *file, off_t size) {
    if (real_ftruncate(file->fd, size) != 0) fail("cannot put a size back");
}

/* Undoes the un-synced sectors of a file, all of them or a random half. */
static void undo(struct file *file, int half) {
    off_t now = size_of(file), reach = file->synced_size;
    for (size_t i = 0; i < file->dirty_len; i++) {
        size_t sector = file->dirty[i];
        off_t start = (off_t)sector * SECTOR, end = start + SECTOR;
        if (half && (roll() & 1)) {
            kept++;
            if (end > reach && start < now) reach = end < now ? end : now;
        } else {
            undone++;
            /* Behind the synced end, the size takes the sector away, unless the new size may arrive without it. */
            if (half || start < file->synced_size) put_back(file, start, file->past[sector], SECTOR);
        }
    }
    /* The new size may have arrived without the sectors, or only as far as they did. */
    int new_size_arrived = half && now > file->synced_size && (roll() & 1);
    resize(file, new_size_arrived ? now : reach);
}

/* Lets only the first sectors of the last write stand; it began to arrive, so earlier writes did arrive. */
static void tear(void) {
    if (last.file == NULL) return;
    size_t sectors = (size_t)((last.end - last.start) / SECTOR);
    size_t stand = (size_t)(roll() % (sectors + 1));
    off_t torn = last.start + (off_t)stand * SECTOR;
    kept += stand;
    undone += sectors - stand;
    put_back(last.file, torn, last.past + stand * SECTOR, (sectors - stand) * SECTOR);
    off_t reach = stand == 0 ? 0 : torn < last.write_end ? torn : last.write_end;
    resize(last.file, reach > last.size_before ? reach : last.size_before);
}

static void report(int cut) {
    char line[160];
    const char *path = getenv("PC_REPORT");
    int len = snprintf(line, sizeof line, "steps=%lu writes=%lu syncs=%lu cut=%d undone=%lu kept=%lu\n", steps, writes, syncs,
                       cut, undone, kept);
    int fd = path == NULL ? -1 : real_openat(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd >= 0 && real_write(fd, line, (size_t)len) != len) fail("cannot write PC_REPORT");
    if (fd >= 0) close(fd);
}

static void lose_power(void) {
    if (mode == TORN) tear();
    for (size_t i = 0; i < files_len; i++) {
        if (files[i].doomed || mode == DROP) undo(&files[i], 0);
        else if (mode == REORDER) undo(&files[i], 1);
    }
}

/* Counts a step; at the chosen one the power goes, and this does not return. Called with the lock held. */
static void step(void) {
    if (++steps != cut_at) return;
    lose_power();
    report(1);
    dprintf(2, "powercut: the power went at step %lu, %lu sectors undone\n", steps, undone);
    _exit(EXIT_CUT);
}

/* A process that ends by itself: data whose sync failed was never written, whatever memory said. */
__attribute__((destructor)) static void finish(void) {
    begin();
    if (watched_len == 0) return;
    pthread_mutex_lock(&lock);
    if (eio_fired && mode_given) lose_power();
    report(0);
    pthread_mutex_unlock(&lock);
}

/* ---- writes ------------------------------------------------------------------------------------------------------ */

/* Takes the lock and remembers what a write of `len` bytes at `offset` (-1: at the descriptor's place) will cover. */
static struct file *before_write(int fd, off_t offset, size_t len, const struct stat *stat) {
    pthread_mutex_lock(&lock);
    struct file *file = record(fd, stat);
    if (offset < 0) {
        int flags = fcntl(fd, F_GETFL);
        offset = flags >= 0 && (flags & O_APPEND) ? size_of(file) : lseek(fd, 0, SEEK_CUR);
    }
    remember_last(file, offset, offset + (off_t)len);
    remember(file, offset, offset + (off_t)len);
    return file;
}

static ssize_t after_write(ssize_t result) {
    int saved = errno;
    writes++;
    step();
    pthread_mutex_unlock(&lock);
    errno = saved;
    return result;
}

static size_t total(const struct iovec *parts, int count) {
    size_t len = 0;
    for (int i = 0; i < count; i++) len += parts[i].iov_len;
    return len;
}

ssize_t write(int fd, const void *bytes, size_t len) {
    struct stat stat;
    if (!ours(fd, &stat)) return real_write(fd, bytes, len);
    before_write(fd, -1, len, &stat);
    return after_write(real_write(fd, bytes, len));
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t offset) {
    struct stat stat;
    if (!ours(fd, &stat)) return real_pwrite(fd, bytes, len, offset);
    before_write(fd, offset, len, &stat);
    return after_write(real_pwrite(fd, bytes, len, offset));
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset) { return pwrite64(fd, bytes, len, offset); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    struct stat stat;
    if (!ours(fd, &stat)) return real_writev(fd, parts, count);
    before_write(fd, -1, total(parts, count), &stat);
    return after_write(real_writev(fd, parts, count));
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
    struct stat stat;
    if (!ours(fd, &stat)) return real_pwritev(fd, parts, count, offset);
    before_write(fd, offset, total(parts, count), &stat);
    return after_write(real_pwritev(fd, parts, count, offset));
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) { return pwritev64(fd, parts, count, offset); }

/* A copy moves at most what the source has, so a caller's "everything" does not make us remember everything. */
static size_t at_most_source(int in, size_t len) {
    struct stat stat;
    return fstat(in, &stat) == 0 && S_ISREG(stat.st_mode) && (off_t)len > stat.st_size ? (size_t)stat.st_size : len;
}

ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t len, unsigned flags) {
    struct stat stat;
    if (!ours(out, &stat)) return real_copy_file_range(in, in_at, out, out_at, len, flags);
    len = at_most_source(in, len < INT_MAX ? len : INT_MAX);
    before_write(out, out_at == NULL ? -1 : *out_at, len, &stat);
    return after_write(real_copy_file_range(in, in_at, out, out_at, len, flags));
}

ssize_t sendfile64(int out, int in, off64_t *at, size_t len) {
    struct stat stat;
    if (!ours(out, &stat)) return real_sendfile(out, in, at, len);
    len = at_most_source(in, len < INT_MAX ? len : INT_MAX);
    before_write(out, -1, len, &stat);
    return after_write(real_sendfile(out, in, at, len));
}

ssize_t sendfile(int out, int in, off_t *at, size_t len) { return sendfile64(out, in, at, len); }

/* ---- sizes ------------------------------------------------------------------------------------------------------- */

/* Takes the lock and remembers everything that shrinking to `size` removes; growing only moves the end. */
static struct file *before_resize(int fd, off_t size, const struct stat *stat) {
    pthread_mutex_lock(&lock);
    struct file *file = record(fd, stat);
    off_t now = size_of(file);
    remember(file, size, now);
    file->resized = 1;
    if (last.file == file) last.file = NULL; /* a change of size is atomic: it stands, and nothing is torn */
    return file;
}

int ftruncate64(int fd, off64_t size) {
    struct stat stat;
    if (!ours(fd, &stat)) return real_ftruncate(fd, size);
    before_resize(fd, size, &stat);
    return (int)after_write(real_ftruncate(fd, size));
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int fallocate64(int fd, int how, off64_t offset, off64_t len) {
    struct stat stat;
    if (!ours(fd, &stat)) return real_fallocate(fd, how, offset, len);
    struct file *file = before_resize(fd, stat.st_size, &stat);
    if (how != 0) remember(file, offset, offset + len);
    return (int)after_write(real_fallocate(fd, how, offset, len));
}

int fallocate(int fd, int how, off_t offset, off_t len) { return fallocate64(fd, how, offset, len); }

int posix_fallocate64(int fd, off64_t offset, off64_t len) {
    struct stat stat;
    if (!ours(fd, &stat)) return real_posix_fallocate(fd, offset, len);
    off_t end = offset + len > stat.st_size ? offset + len : stat.st_size;
    before_resize(fd, end, &stat);
    return (int)after_write(real_posix_fallocate(fd, offset, len));
}

int posix_fallocate(int fd, off_t offset, off_t len) { return posix_fallocate64(fd, offset, len); }

/* ---- opening, renaming, removing --------------------------------------------------------------------------------- */

/* An open that truncates takes away what was synced: it is a cut to size 0 and counts as a step. */
static void before_truncating_open(int at, const char *path) {
    int fd = real_openat(at, path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat stat;
    if (fd < 0) return;
    if (ours(fd, &stat) && stat.st_size > 0) {
        before_resize(fd, 0, &stat);
        after_write(real_ftruncate(fd, 0));
    }
    close(fd);
}

/* A file opened for writing is known from now on, with the size it has now. */
static void after_open(int fd, int flags) {
    int saved = errno;
    struct stat stat;
    if (fd >= 0 && (flags & O_ACCMODE) != O_RDONLY && ours(fd, &stat)) {
        pthread_mutex_lock(&lock);
        record(fd, &stat);
        pthread_mutex_unlock(&lock);
    }
    errno = saved;
}

static int open_watched(int at, const char *path, int flags, mode_t permissions) {
    begin();
    if (watched_len > 0 && (flags & O_TRUNC) && !(flags & O_EXCL)) before_truncating_open(at, path);
    int fd = real_openat(at, path, flags, permissions);
    after_open(fd, flags);
    return fd;
}

#define PERMISSIONS(flags, after)                          \
    mode_t permissions = 0;                                \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                 \
        va_list more;                                      \
        va_start(more, after);                             \
        permissions = (mode_t)va_arg(more, unsigned);      \
        va_end(more);                                      \
    }

int open64(const char *path, int flags, ...) {
    PERMISSIONS(flags, flags)
    return open_watched(AT_FDCWD, path, flags | O_LARGEFILE, permissions);
}

int open(const char *path, int flags, ...) {
    PERMISSIONS(flags, flags)
    return open_watched(AT_FDCWD, path, flags, permissions);
}

int openat64(int at, const char *path, int flags, ...) {
    PERMISSIONS(flags, flags)
    return open_watched(at, path, flags | O_LARGEFILE, permissions);
}

int openat(int at, const char *path, int flags, ...) {
    PERMISSIONS(flags, flags)
    return open_watched(at, path, flags, permissions);
}

int creat64(const char *path, mode_t permissions) {
    return open_watched(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, permissions);
}

int creat(const char *path, mode_t permissions) { return creat64(path, permissions); }

/* Whether a path, which need not exist, names something below PC_DIR. */
static int names_watched(int at, const char *path) {
    char folder[PATH_MAX], real[PATH_MAX];
    begin();
    if (watched_len == 0 || snprintf(folder, sizeof folder, "%s", path) >= (int)sizeof folder) return 0;
    char *slash = strrchr(folder, '/');
    if (slash == NULL) snprintf(folder, sizeof folder, ".");
    else slash[slash == folder] = 0;
    int fd = real_openat(at, folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return 0;
    int found = watched_path(fd, real);
    close(fd);
    return found;
}

static int change_name(int result) {
    int saved = errno;
    pthread_mutex_lock(&lock);
    step();
    pthread_mutex_unlock(&lock);
    errno = saved;
    return result;
}

int rename(const char *from, const char *to) {
    int counted = names_watched(AT_FDCWD, to);
    int result = real_rename(from, to);
    return counted ? change_name(result) : result;
}

int renameat(int from_at, const char *from, int to_at, const char *to) {
    int counted = names_watched(to_at, to);
    int result = real_renameat(from_at, from, to_at, to);
    return counted ? change_name(result) : result;
}

int unlink(const char *path) {
    int counted = names_watched(AT_FDCWD, path);
    int result = real_unlink(path);
    return counted ? change_name(result) : result;
}

/* ---- syncs ------------------------------------------------------------------------------------------------------- */

/* Whether this is the sync that must fail. Called with the lock held. */
static int sync_fails(const char *path) {
    return eio_at > 0 && is_below(path, eio_below, strlen(eio_below)) && ++eio_seen == eio_at;
}

static int sync_file(int fd, const char *path, const struct stat *stat) {
    struct file *file = record(fd, stat);
    if (sync_fails(path)) {
        file->doomed = eio_fired = 1;
        errno = EIO;
        return -1;
    }
    forget(file);
    return 0;
}

/* A sync of a folder is a step and changes nothing: names are durable at once here. */
static int sync_watched(int fd, int (*real)(int)) {
    char path[PATH_MAX];
    struct stat stat;
    begin();
    if (!watched_path(fd, path) || fstat(fd, &stat) != 0) return real(fd);
    pthread_mutex_lock(&lock);
    syncs++;
    step();
    int result = S_ISREG(stat.st_mode) ? sync_file(fd, path, &stat) : 0;
    int saved = errno;
    pthread_mutex_unlock(&lock);
    errno = saved;
    return result;
}

int fsync(int fd) {
    begin();
    return sync_watched(fd, real_fsync);
}

int fdatasync(int fd) {
    begin();
    return sync_watched(fd, real_fdatasync);
}

/* Starts the writing and promises nothing: neither the size nor the disk's own cache is covered. */
int sync_file_range(int fd, off64_t offset, off64_t len, unsigned flags) {
    struct stat stat;
    if (!ours(fd, &stat)) return real_sync_file_range(fd, offset, len, flags);
    return change_name(0);
}
