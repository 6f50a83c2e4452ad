package org.ringside.lab;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.ringside.lab.internal.GuestNames;
import org.ringside.lab.internal.ManifestJson;

/**
 * What an installed guest is: the contents of its {@code guest.json}.
 *
 * <pre>{@code
 * {
 *   "format": 1,
 *   "name": "debian-riscv64",
 *   "label": "Debian's kernel with a busybox shell",
 *   "guest": "linux",
 *   "options": { "kernel": "vmlinux", "initrd": "initrd.cpio", "append": "console=ttyS0" },
 *   "files": { "initrd.cpio": { "size": 2048, "sha256": "…" }, "vmlinux": { "size": 4096, "sha256": "…" } }
 * }
 * }</pre>
 *
 * <p>An option is one of the guest's own, as {@code --set} takes it, or else one of {@code ringside run}: {@code kernel},
 * {@code initrd}, {@code firmware}, {@code board}, {@code append}, {@code memory}, {@code harts}, {@code disk}; or
 * {@code devices}, of which each is what {@code --device} takes, with commas between. Where an option names a file, that is
 * one of {@code files}.
 *
 * @param name of the installed guest, and of its folder
 * @param label for people: what it is, in a few words
 * @param guest id of the contribution that runs it
 * @param options by name, in the order in which they were written
 * @param files by name: all of its files but {@code guest.json} itself
 */
public record GuestManifest(String name, String label, String guest, Map<String, String> options, SortedMap<String, Member> files) {

	/** The file that holds it. */
	public static final String FILE = "guest.json";

	/** The format that this program reads and writes. */
	public static final int FORMAT = 1;

	/** More files than any guest has. */
	public static final int MOST_FILES = 256;

	/** A guest's label is one line. */
	private static final int LONGEST_LABEL = 200;

	/**
	 * A file.
	 *
	 * @param size bytes
	 * @param sha256 in 64 lower-case hexadecimal digits
	 */
	public record Member(long size, String sha256) {

		public Member {
			if (size < 0) {
				throw new LabException("a size of " + size + " bytes: no file has less than 0");
			}
			if (!sha256.matches("[0-9a-f]{64}")) {
				throw new LabException("a sha256 \"" + sha256 + "\": write 64 lower-case hexadecimal digits");
			}
		}
	}

	/** Throws {@link LabException} for what cannot be installed on every platform. */
	public GuestManifest {
		GuestNames.checkGuest(name);
		if (label.isBlank() || label.length() > LONGEST_LABEL || label.chars().anyMatch(Character::isISOControl) || !isText(label)) {
			throw new LabException("the label of guest " + name + " must be one line of 1 to " + LONGEST_LABEL + " characters");
		}
		options.forEach((option, value) -> {
			if (!isText(option) || !isText(value)) {
				throw new LabException("option " + option + " of guest " + name + " holds half a character: write it anew");
			}
		});
		options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
		files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
		if (files.size() > MOST_FILES) {
			throw new LabException("guest " + name + " has " + files.size() + " files: at most " + MOST_FILES + " are read");
		}
		GuestNames.checkFiles(files.keySet());
	}

	/** Half a pair of surrogates cannot be written again. */
	private static boolean isText(String text) {
		return StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

	/**
	 * Reads one.
	 *
	 * @param where file and place, for messages
	 * @throws LabException if it is no such text, or of another format
	 */
	public static GuestManifest parse(String where, byte[] bytes) {
		return ManifestJson.parse(where, bytes);
	}

	/** As text; equal manifests have equal texts. */
	public byte[] json() {
		return ManifestJson.write(this);
	}

	/** Bytes of all files; the largest number there is if they are more. */
	public long size() {
		return files.values().stream().mapToLong(Member::size).reduce(0, (sum, size) -> sum + Math.min(size, Long.MAX_VALUE - sum));
	}
}
