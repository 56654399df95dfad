/* The self-check of powercut.c: every mode must lose what it says and keep what was synced.
 *
 *   powercut_check path/to/powercut.so
 *
 * Each check starts this program again with the rig in front of it, lets it play one scene on a file of A's, and looks at
 * what is left. A rig that forgets nothing would make every durability test pass, so this runs before it is used.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECTOR 512
#define OLD (8 * SECTOR)
#define NEW (16 * SECTOR)

static const char *rig;
static char dir[64], file_path[128], other_path[128], report_path[128];

static void fail(const char *scene, const char *what) {
    fprintf(stderr, "powercut_check: %s: %s\n", scene, what);
    exit(1);
}

static void must(int ok, const char *what) {
    if (!ok) {
        perror(what);
        _exit(2);
    }
}

static void put(int fd, char letter, size_t len, off_t at) {
    static char bytes[NEW];
    memset(bytes, letter, len);
    must(pwrite(fd, bytes, len, at) == (ssize_t)len, "pwrite");
}

/* ---- the scenes, played with the rig loaded; each finds a synced file of A's, OLD bytes long ----------------------- */

static int open_file(void) {
    int fd = open(file_path, O_RDWR);
    must(fd >= 0, "open");
    return fd;
}

static void scene_overwrite(void) { put(open_file(), 'B', NEW, 0); }

static void scene_synced(void) {
    int fd = open_file();
    put(fd, 'B', NEW, 0);
    must(fdatasync(fd) == 0, "fdatasync");
    put(fd, 'C', OLD, 0);
}

static void scene_range(void) {
    int fd = open_file();
    put(fd, 'B', NEW, 0);
    must(sync_file_range(fd, 0, 0, 7) == 0, "sync_file_range");
    put(fd, 'C', SECTOR, 0);
}

static void scene_shrink(void) {
    int fd = open_file();
    must(ftruncate(fd, 100) == 0, "ftruncate");
    put(fd, 'B', SECTOR, 0);
}

static void scene_truncating_open(void) {
    int fd = open(file_path, O_WRONLY | O_TRUNC);
    must(fd >= 0 && write(fd, "B", 1) == 1, "write");
}

static void scene_preallocate(void) {
    int fd = open_file();
    must(posix_fallocate(fd, 0, NEW) == 0, "posix_fallocate");
    put(fd, 'B', SECTOR, NEW - SECTOR);
}

static void scene_rename(void) {
    int fd = open(other_path, O_RDWR | O_CREAT, 0644);
    must(fd >= 0, "open");
    put(fd, 'B', OLD, 0);
    close(fd);
    must(rename(other_path, file_path) == 0, "rename");
}

static void scene_vectored_append(void) {
    int fd = open(file_path, O_WRONLY | O_APPEND);
    struct iovec parts[] = {{"BB", 2}, {"CC", 2}};
    must(fd >= 0 && writev(fd, parts, 2) == 4, "writev");
}

/* Ends by itself: the second sync fails, a third one lies. */
static void scene_eio(void) {
    int fd = open_file();
    put(fd, 'B', OLD, 0);
    must(fdatasync(fd) == 0, "the first sync");
    put(fd, 'C', OLD, 0);
    must(fdatasync(fd) == -1 && errno == EIO, "the second sync");
    must(fdatasync(fd) == 0, "the third sync");
    exit(0);
}

static void *many_writes(void *at) {
    int fd = open_file();
    for (int i = 0; i < 5000; i++) put(fd, 'B', SECTOR, *(off_t *)at);
    close(fd);
    return NULL;
}

/* Ends by itself: four threads, five thousand writes each, all counted. */
static void scene_threads(void) {
    pthread_t threads[4];
    off_t at[4] = {0, SECTOR, 2 * SECTOR, 3 * SECTOR};
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, many_writes, &at[i]);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    exit(0);
}

static const struct {
    const char *name;
    void (*play)(void);
} scenes[] = {
    {"overwrite", scene_overwrite},     {"synced", scene_synced},
    {"range", scene_range},             {"shrink", scene_shrink},
    {"truncating-open", scene_truncating_open}, {"preallocate", scene_preallocate},
    {"rename", scene_rename},           {"vectored-append", scene_vectored_append},
    {"eio", scene_eio},                 {"threads", scene_threads},
};

/* ---- the checks, made without the rig ----------------------------------------------------------------------------- */

static char found[NEW + 1];

static ssize_t look(void) {
    int fd = open(file_path, O_RDONLY);
    ssize_t len = fd < 0 ? -1 : read(fd, found, sizeof found);
    if (fd >= 0) close(fd);
    return len;
}

static int all(char letter, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (found[i] != letter) return 0;
    return 1;
}

static void begin_with_a(void) {
    static char bytes[OLD];
    memset(bytes, 'A', OLD);
    int fd = open(file_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    must(fd >= 0 && write(fd, bytes, OLD) == OLD, "the file of A's");
    close(fd);
}

static void become(const char *scene, const char *name, unsigned number, const char *mode, unsigned seed) {
    char text[32];
    setenv("LD_PRELOAD", rig, 1);
    setenv("PC_DIR", dir, 1);
    setenv("PC_REPORT", report_path, 1);
    setenv("PC_EIO_BELOW", ".", 1);
    if (mode != NULL) setenv("PC_MODE", mode, 1);
    snprintf(text, sizeof text, "%u", number);
    setenv(name, text, 1);
    snprintf(text, sizeof text, "%u", seed);
    setenv("PC_SEED", text, 1);
    int quiet = open("/dev/null", O_WRONLY);
    if (strcmp(name, "PC_CUT") == 0) dup2(quiet, 2);
    execl("/proc/self/exe", "powercut_check", "--scene", scene, dir, NULL);
    _exit(3);
}

/* Plays a scene with PC_CUT or PC_EIO set to `number`; leaves what is on the disk in `found`. */
static ssize_t play(const char *scene, const char *name, unsigned number, const char *mode, unsigned seed) {
    begin_with_a();
    pid_t child = fork();
    if (child == 0) become(scene, name, number, mode, seed);
    int status = 0;
    waitpid(child, &status, 0);
    int wanted = strcmp(name, "PC_CUT") == 0 && number < 1000000 ? 99 : 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != wanted) fail(scene, "ended with another status than it should");
    return look();
}

static void check_drop(void) {
    const struct {
        const char *scene;
        unsigned cut;
    } undone[] = {{"overwrite", 1}, {"range", 2}, {"range", 3},       {"shrink", 1},      {"shrink", 2},
                  {"synced", 2},    {"preallocate", 2}, {"truncating-open", 2}, {"vectored-append", 1}};
    for (size_t i = 0; i < sizeof undone / sizeof *undone; i++) {
        ssize_t len = play(undone[i].scene, "PC_CUT", undone[i].cut, "drop", 0);
        if (len != OLD || !all('A', 0, OLD)) fail(undone[i].scene, "what was not synced is still there");
    }
    if (play("synced", "PC_CUT", 3, "drop", 0) != NEW || !all('B', 0, NEW)) fail("synced", "what was synced is lost");
    if (play("rename", "PC_CUT", 2, "drop", 0) != 0) fail("rename", "a rename made its file durable");
    if (play("overwrite", "PC_CUT", 1, "keep", 0) != NEW || !all('B', 0, NEW)) fail("overwrite", "keep lost something");
}

/* Sectors of B's in front, then A's or the end. Returns how many. */
static size_t torn_sectors(ssize_t len) {
    size_t stand = 0;
    while ((ssize_t)((stand + 1) * SECTOR) <= len && all('B', stand * SECTOR, (stand + 1) * SECTOR)) stand++;
    size_t end = stand * SECTOR > OLD ? stand * SECTOR : OLD;
    if (len != (ssize_t)end || (stand * SECTOR < OLD && !all('A', stand * SECTOR, OLD))) fail("torn", "not a prefix");
    return stand;
}

static void check_torn(void) {
    char seen[NEW / SECTOR + 1] = {0};
    size_t different = 0;
    for (unsigned seed = 0; seed < 60; seed++) {
        size_t stand = torn_sectors(play("overwrite", "PC_CUT", 1, "torn", seed));
        different += !seen[stand];
        seen[stand] = 1;
    }
    if (different < 8) fail("torn", "sixty seeds tear in fewer than eight places");
    if (play("synced", "PC_CUT", 2, "torn", 7) < OLD) fail("torn", "a cut at a sync lost the file");
}

static void check_reorder(void) {
    size_t holes = 0, long_files = 0;
    for (unsigned seed = 0; seed < 60; seed++) {
        ssize_t len = play("overwrite", "PC_CUT", 1, "reorder", seed);
        if (len < OLD || len > NEW || len % SECTOR != 0) fail("reorder", "an impossible size");
        int missing = 0;
        for (size_t at = 0; at < (size_t)len; at += SECTOR) {
            char before = at < OLD ? 'A' : 0;
            if (!all('B', at, at + SECTOR) && !all(before, at, at + SECTOR)) fail("reorder", "half a sector");
            if (all('B', at, at + SECTOR) && missing) holes++, missing = 0;
            else if (!all('B', at, at + SECTOR)) missing = 1;
        }
        long_files += len > OLD;
    }
    if (holes < 60) fail("reorder", "late sectors never arrive before early ones");
    if (long_files == 0) fail("reorder", "the new size never arrives");
    ssize_t len = play("synced", "PC_CUT", 3, "reorder", 5);
    if (len != NEW || !all('B', OLD, NEW)) fail("reorder", "synced sectors changed");
}

static void check_eio(void) {
    if (play("eio", "PC_EIO", 2, "drop", 0) != OLD || !all('B', 0, OLD)) fail("eio", "data of a failed sync survived");
    if (play("eio", "PC_EIO", 2, NULL, 0) != OLD || !all('C', 0, OLD)) fail("eio", "without a mode memory must stand");
}

static void check_threads(void) {
    char line[160] = {0};
    play("threads", "PC_CUT", 1000000, "drop", 0);
    FILE *report = fopen(report_path, "r");
    if (report == NULL || fgets(line, sizeof line, report) == NULL) fail("threads", "no report");
    fclose(report);
    if (strcmp(line, "steps=20000 writes=20000 syncs=0 cut=0 undone=0 kept=0\n") != 0) fail("threads", line);
}

static void paths_below(const char *folder) {
    snprintf(dir, sizeof dir, "%s", folder);
    snprintf(file_path, sizeof file_path, "%s/file", dir);
    snprintf(other_path, sizeof other_path, "%s/other", dir);
    snprintf(report_path, sizeof report_path, "%s.report", dir);
}

static int perform(const char *name) {
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++)
        if (strcmp(scenes[i].name, name) == 0) scenes[i].play();
    return 0;
}

int main(int count, char **words) {
    if (count == 4 && strcmp(words[1], "--scene") == 0) {
        paths_below(words[3]);
        return perform(words[2]);
    }
    char folder[] = "/tmp/powercut.XXXXXX", absolute[4096];
    if (count != 2 || realpath(words[1], absolute) == NULL || mkdtemp(folder) == NULL) fail("start", "usage: powercut_check RIG");
    rig = absolute;
    paths_below(folder);
    check_drop();
    check_torn();
    check_reorder();
    check_eio();
    check_threads();
    unlink(file_path), unlink(other_path), unlink(report_path), rmdir(dir);
    puts("powercut: drop, torn, reorder, keep, eio and threads do what they say");
    return 0;
}
