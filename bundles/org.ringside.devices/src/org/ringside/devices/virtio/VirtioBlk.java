package org.ringside.devices.virtio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Component;
import org.ringside.machine.DeviceContext;
import org.ringside.machine.DeviceContext.Storage;
import org.ringside.machine.DeviceMaker;
import org.ringside.machine.catalog.Contribution;
import org.ringside.machine.catalog.Option;

/**
 * The virtio block device (virtio 1.2, section 5.2): a disk of 512-byte sectors. What the guest writes is kept in the
 * device's state, in the chunks that it changed, unless the medium says that it is to be written.
 */
public final class VirtioBlk extends VirtioDevice<VirtioBlk.State> {

	/** Id of the contribution. */
	public static final String ID = "virtio-blk";

	private static final int TYPE = 2;
	private static final int ENTRIES = 256;

	private static final int SEG_MAX = 2;
	private static final int RO = 5;
	private static final int BLK_SIZE = 6;
	private static final int FLUSH = 9;
	private static final int DISCARD = 13;
	private static final int WRITE_ZEROES = 14;

	private static final int T_IN = 0;
	private static final int T_OUT = 1;
	private static final int T_FLUSH = 4;
	private static final int T_GET_ID = 8;
	private static final int T_DISCARD = 11;
	private static final int T_WRITE_ZEROES = 13;

	private static final byte S_OK = 0;
	private static final byte S_IOERR = 1;
	private static final byte S_UNSUPP = 2;

	private static final int HEADER = 16;
	private static final int SERIAL = 20;
	/** Bytes of a range in a request to discard or to write zeros, and its only flag. */
	private static final int RANGE = 16;
	private static final int UNMAP = 1;
	private static final int MOST_RANGES = 16;
	private static final int MOST_SECTORS = 1 << 15;
	/** Bytes that a request moves at most, far more than drivers ask for at once. */
	private static final long MOST_DATA = 1 << 26;
	private static final int PIECE = 1 << 16;

	/** What can be set. */
	public record Options(@Option(help = "What the disk says when it is asked for its serial number, up to 20 characters.", value = "ringside") String serial,
			@Option(help = "Bytes of host memory for what the guest writes; beyond that writing fails.", value = "256M") long overlay) {

		public Options {
			if (serial.length() > SERIAL || !serial.matches("[!-~]*")) {
				throw new IllegalArgumentException("serial=" + serial + ": use up to 20 letters, digits and signs");
			}
			if (overlay < 0) {
				throw new IllegalArgumentException("overlay=" + overlay + ": it cannot be negative");
			}
		}
	}

	/**
	 * @param size of the medium in bytes
	 * @param changed what the guest wrote, if it did not go to the medium
	 * @param written how often the guest wrote to the medium itself
	 */
	public record State(TransportState transport, long size, List<Overlay.Chunk> changed, long written) {
	}

	/** Makes it. */
	@Component(service = DeviceMaker.class)
	@Contribution(id = ID, label = "Virtio disk")
	public static final class Maker implements DeviceMaker<Options> {

		@Override
		public Class<Options> options() {
			return Options.class;
		}

		@Override
		public long size() {
			return SIZE;
		}

		@Override
		public VirtioBlk create(Options options, DeviceContext context) {
			return new VirtioBlk(options, context, context.storage());
		}
	}

	private final Storage medium;
	private final Overlay overlay;
	private final byte[] serial;
	private final byte[] config;
	private final byte[] buffer = new byte[PIECE];
	private final byte[] zeros = new byte[PIECE];
	private long written;

	private VirtioBlk(Options options, DeviceContext context, Storage medium) {
		super(context, TYPE, 1L << SEG_MAX | 1L << BLK_SIZE | 1L << FLUSH
				| (medium.use() == Storage.Use.READ_ONLY ? 1L << RO : 1L << DISCARD | 1L << WRITE_ZEROES), ENTRIES);
		this.medium = medium;
		overlay = new Overlay(medium, options.overlay());
		serial = Arrays.copyOf(options.serial().getBytes(StandardCharsets.US_ASCII), SERIAL);
		config = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN).putLong(0, medium.size() / Storage.SECTOR)
				.putInt(12, ENTRIES - 2).putInt(20, Storage.SECTOR).putShort(34, (short) 1).putInt(36, MOST_SECTORS).putInt(40, MOST_RANGES)
				.putInt(44, Overlay.CHUNK / Storage.SECTOR).putInt(48, MOST_SECTORS).putInt(52, MOST_RANGES).put(56, (byte) 1).array();
	}

	@Override
	protected byte[] config() {
		return config;
	}

	@Override
	protected void resetType() {
		// what is on the disk stays
	}

	@Override
	protected void serve(Virtqueue queue) {
		for (Optional<Chain> chain = queue.take(); chain.isPresent(); chain = queue.take()) {
			serve(chain.get());
		}
	}

	/** A request is a header, data one way or the other, and a byte for the status (5.2.6). */
	private void serve(Chain chain) {
		if (chain.readable() < HEADER || chain.writable() < 1) {
			throw RingFault.RING_FAULT;
		}
		ByteBuffer header = ByteBuffer.wrap(chain.read(0, HEADER)).order(ByteOrder.LITTLE_ENDIAN);
		long sector = header.getLong(8);
		long in = chain.writable() - 1;
		long out = chain.readable() - HEADER;
		byte status = switch (header.getInt(0)) {
		case T_IN -> legal(sector, in) ? load(chain, sector * Storage.SECTOR, in) : S_IOERR;
		case T_OUT -> changeable() && legal(sector, out) ? store(chain, sector * Storage.SECTOR, out) : S_IOERR;
		case T_FLUSH -> flush();
		case T_GET_ID -> identify(chain, in);
		case T_DISCARD, T_WRITE_ZEROES -> clear(chain, out, header.getInt(0) == T_WRITE_ZEROES);
		default -> S_UNSUPP;
		};
		buffer[0] = status;
		chain.write(in, buffer, 0, 1);
		// a driver may trust only what was written up to the first byte that was not
		chain.complete(status == S_OK ? in + 1 : in == 0 ? 1 : 0);
	}

	/** True if so many bytes from a sector on are whole sectors of the disk. */
	private boolean legal(long sector, long bytes) {
		long sectors = medium.size() / Storage.SECTOR;
		return bytes % Storage.SECTOR == 0 && bytes <= MOST_DATA && sector >= 0 && sector <= sectors
				&& bytes / Storage.SECTOR <= sectors - sector;
	}

	private boolean changeable() {
		return medium.use() != Storage.Use.READ_ONLY;
	}

	private byte load(Chain chain, long at, long length) {
		for (long done = 0; done < length; done += PIECE) {
			int part = (int) Math.min(PIECE, length - done);
			if (medium.use() == Storage.Use.KEPT) {
				overlay.read(at + done, buffer, 0, part);
			} else {
				medium.read(at + done, buffer, 0, part);
			}
			chain.write(done, buffer, 0, part);
		}
		return S_OK;
	}

	private byte store(Chain chain, long at, long length) {
		for (long done = 0; done < length; done += PIECE) {
			int part = (int) Math.min(PIECE, length - done);
			chain.read(HEADER + done, buffer, 0, part);
			if (medium.use() == Storage.Use.KEPT) {
				if (!overlay.write(at + done, buffer, 0, part)) {
					return S_IOERR;
				}
			} else {
				medium.write(at + done, buffer, 0, part);
				written++;
			}
		}
		return S_OK;
	}

	private byte flush() {
		if (medium.use() == Storage.Use.WRITTEN) {
			medium.flush();
		}
		return S_OK;
	}

	private byte identify(Chain chain, long in) {
		chain.write(0, serial, 0, (int) Math.min(in, SERIAL));
		return S_OK;
	}

	/** What is discarded reads as zeros, so that it is the same everywhere. */
	private byte clear(Chain chain, long out, boolean mayUnmap) {
		if (!changeable()) {
			return S_IOERR;
		}
		if (out == 0 || out % RANGE != 0 || out / RANGE > MOST_RANGES) {
			return S_IOERR;
		}
		ByteBuffer ranges = ByteBuffer.wrap(chain.read(HEADER, (int) out)).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < out; i += RANGE) {
			long sectors = Integer.toUnsignedLong(ranges.getInt(i + 8));
			int flags = ranges.getInt(i + 12);
			if ((flags & ~(mayUnmap ? UNMAP : 0)) != 0) {
				return S_UNSUPP;
			}
			if (sectors > MOST_SECTORS || !legal(ranges.getLong(i), sectors * Storage.SECTOR)
					|| !clear(ranges.getLong(i) * Storage.SECTOR, sectors * Storage.SECTOR)) {
				return S_IOERR;
			}
		}
		return S_OK;
	}

	private boolean clear(long at, long length) {
		busy(length);
		if (medium.use() == Storage.Use.KEPT) {
			return overlay.clear(at, length);
		}
		for (long done = 0; done < length; done += PIECE) {
			medium.write(at + done, zeros, 0, (int) Math.min(PIECE, length - done));
			written++;
		}
		return true;
	}

	@Override
	public Class<State> stateType() {
		return State.class;
	}

	@Override
	public State state() {
		return new State(transport(), medium.size(), overlay.state(), written);
	}

	@Override
	public void restore(State state) {
		if (state.size() != medium.size()) {
			throw new IllegalArgumentException("the disk has " + medium.size() + " bytes, in the snapshot it had " + state.size()
					+ ": use the same disk");
		}
		// a run in a new process finds the medium as it was saved, which the run's own check of its contents has shown
		if (state.written() != written && written != 0) {
			throw new IllegalArgumentException("the guest wrote to the disk itself since, which cannot be undone: leave out --persist to go back");
		}
		overlay.restore(state.changed());
		written = state.written();
		restoreTransport(state.transport());
	}
}
