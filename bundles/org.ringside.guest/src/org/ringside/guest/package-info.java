/**
 * What a guest is: the software that a machine is started with.
 *
 * <p>A guest is one class. Its maker, a {@link org.ringside.guest.GuestMaker}, is the service; the
 * {@link org.ringside.guest.Guest} that it makes for one machine says which bytes go where
 * ({@link org.ringside.guest.Image}), how it is entered ({@link org.ringside.guest.Boot}), and, if it knows, what
 * processes and system calls are to be found in it ({@link org.ringside.guest.Introspection}). The
 * {@link org.ringside.guest.Loader} puts it into memory, beside an initial RAM disk and the device tree.
 * {@link org.ringside.guest.FirmwareMaker Firmware} that is a Java program is contributed here too: it owns the
 * levels above the guest's.
 *
 * <pre>{@code
 * @Component
 * @Contribution(id = "spin", label = "One instruction, for ever", isa = "riscv64")
 * public final class Spin implements GuestMaker<Spin.Options> {
 * 	public record Options() {
 * 	}
 *
 * 	public Class<Options> options() {
 * 		return Options.class;
 * 	}
 *
 * 	public Guest create(Options options, GuestContext context) {
 * 		long at = context.memoryBase();
 * 		Image image = Image.of(at, Segment.of("code", at, new byte[] { 0x6f, 0, 0, 0 }));
 * 		return Guest.of(image, Boot.reset(at, Map.of()));
 * 	}
 * }
 * }</pre>
 *
 * <dl>
 * <dt>image</dt><dd>what is in memory before the first instruction; addresses are machine addresses</dd>
 * <dt>payload</dt><dd>what firmware enters when it is done</dd>
 * <dt>boot protocol</dt><dd>level, entry and registers that a guest may rely on when it begins</dd>
 * <dt>introspection</dt><dd>what of a guest's own ideas can be read from its memory</dd>
 * </dl>
 */
package org.ringside.guest;
