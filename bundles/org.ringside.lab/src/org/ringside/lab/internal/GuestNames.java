package org.ringside.lab.internal;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.ringside.lab.GuestManifest;
import org.ringside.lab.LabException;

/**
 * Names of installed guests and of their files. They are plain names that every platform's file system takes, so that
 * none of them leads out of its folder or means something else than a file.
 */
public final class GuestNames {

	private static final Pattern GUEST = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?");
	private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._+-]{0,98}[A-Za-z0-9_+-])?");
	/** Devices on Windows, with whatever extension. */
	private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?", Pattern.CASE_INSENSITIVE);

	private static final int LONGEST_SHOWN = 80;

	private GuestNames() {
	}

	/** True if an installed guest can have that name. */
	public static boolean isGuest(String name) {
		return GUEST.matcher(name).matches() && !DEVICE.matcher(name).matches();
	}

	/** Throws {@link LabException} if no installed guest can have that name. */
	public static void checkGuest(String name) {
		if (!isGuest(name)) {
			throw new LabException(shown(name) + " cannot be the name of an installed guest: use lower-case letters, digits, -, _ and .,"
					+ " at most 64, and no name of a Windows device");
		}
	}

	/** Throws {@link LabException} for the first name that a file of a guest cannot have beside the others. */
	public static void checkFiles(Collection<String> names) {
		Map<String, String> folded = new TreeMap<>(Map.of(GuestManifest.FILE, GuestManifest.FILE));
		for (String name : names) {
			if (!isFile(name)) {
				throw new LabException(notAFile(name));
			}
			String other = folded.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
			if (other != null) {
				throw new LabException("the files " + other + " and " + name + " have one name where case makes no difference: rename one");
			}
		}
	}

	/** A name that may be anything, in quotes and in one line. */
	static String shown(String name) {
		String shown = name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "...";
		return '"' + shown.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}]", "?") + '"';
	}

	/** Why a guest's file cannot have that name. */
	static String notAFile(String name) {
		return shown(name) + " cannot be a guest's file: its name must be plain, of letters, digits, -, _, + and .,"
				+ " without folders, and no name of a Windows device";
	}

	/** True if a guest's file can have that name. */
	public static boolean isFile(String name) {
		return FILE.matcher(name).matches() && !DEVICE.matcher(name).matches();
	}
}
