using Digits.Learning.Data;
using Digits.Tests;

namespace Digits.Learning.Tests.Data;

public sealed class IdxReaderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadItems_ImagesInBlocks_GivesEveryByte(bool packed)
    {
        var bytes = IdxBytes.Images(count: 5, height: 3, width: 4);
        using var reader = Open(packed ? IdxBytes.Gzip(bytes) : bytes);

        var items = new byte[5 * 12];
        reader.ReadItems(items.AsSpan(0, 24));
        reader.ReadItems(items.AsSpan(24));
        reader.ReadEnd();

        Assert.Equal(new IdxHeader(IdxKind.Images, 5, 3, 4), reader.Header);
        Assert.Equal(bytes[16..], items);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadItems_Labels_GivesEveryByte(bool packed)
    {
        var bytes = IdxBytes.Labels([7, 0, 255]);
        using var reader = Open(packed ? IdxBytes.Gzip(bytes) : bytes);

        var items = new byte[3];
        reader.ReadItems(items);
        reader.ReadEnd();

        Assert.Equal(new IdxHeader(IdxKind.Labels, 3, 1, 1), reader.Header);
        Assert.Equal([7, 0, 255], items);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadAll_CutAnywhere_IsRefused(bool packed)
    {
        var bytes = IdxBytes.Images(count: 4, height: 5, width: 5);
        bytes = packed ? IdxBytes.Gzip(bytes) : bytes;

        for (var length = 0; length < bytes.Length; length++)
        {
            var fault = Assert.Throws<IdxFormatException>(() => ReadAll(bytes[..length]));
            Assert.StartsWith("file ", fault.Message, StringComparison.Ordinal);
            if (length > 0 && !packed)
            {
                Assert.Equal(IdxFault.Truncated, fault.Fault);
            }
        }
    }

    [Fact]
    public void Open_CutShort_NamesBothLengths()
    {
        var fault = Assert.Throws<IdxFormatException>(() => Open(IdxBytes.Images(count: 4, height: 5, width: 5)[..100]));

        Assert.Equal("file is truncated: 4 images of 5x5 take 116 bytes, the file ends after 100.", fault.Message);
    }

    [Fact]
    public void ReadItems_CutShortThenPacked_NamesBothLengths()
    {
        var cut = IdxBytes.Gzip(IdxBytes.Images(count: 4, height: 5, width: 5)[..100]);

        var fault = Assert.Throws<IdxFormatException>(() => ReadAll(cut));

        Assert.Equal("file is truncated: 4 images of 5x5 take 116 bytes, the file unpacked ends after 100.", fault.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadAll_BytesAfterTheEnd_IsRefused(bool packed)
    {
        byte[] bytes = [.. IdxBytes.Labels(count: 3), 0];

        var fault = Assert.Throws<IdxFormatException>(() => ReadAll(packed ? IdxBytes.Gzip(bytes) : bytes));

        Assert.Equal(IdxFault.TrailingBytes, fault.Fault);
    }

    [Theory]
    [InlineData(0x00000802, "2 dimensions")]
    [InlineData(0x00000D03, "element type 0x0D")]
    [InlineData(0x504B0304, "0x504B0304")]
    [InlineData(0x03080000, "0x03080000")]
    public void Open_WrongMagicNumber_NamesWhatWasFound(int magic, string expected)
    {
        var fault = Assert.Throws<IdxFormatException>(() => Open([.. IdxBytes.Header(magic, 1, 2, 2), 1, 2, 3, 4]));

        Assert.Equal(IdxFault.BadMagic, fault.Fault);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, 28)]
    [InlineData(1, 28, 0)]
    [InlineData(1, 28, 4097)]
    [InlineData(1, -1, 28)]
    [InlineData(-1, 28, 28)]
    public void Open_ImpossibleSizes_IsRefused(int count, int height, int width)
    {
        var fault = Assert.Throws<IdxFormatException>(() => Open(IdxBytes.Header(IdxBytes.ImagesMagic, count, height, width)));

        Assert.Equal(IdxFault.BadDimensions, fault.Fault);
    }

    [Fact]
    public void Open_NoItems_IsRefused()
    {
        Assert.Equal(IdxFault.Empty, Assert.Throws<IdxFormatException>(() => Open([])).Fault);
        Assert.Equal(IdxFault.Empty, Assert.Throws<IdxFormatException>(() => Open(IdxBytes.Images(count: 0))).Fault);
        Assert.Equal(IdxFault.Empty, Assert.Throws<IdxFormatException>(() => Open(IdxBytes.Labels(count: 0))).Fault);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_MoreItemsThanTheFileCanHold_IsRefusedAtOnce(bool packed)
    {
        var bytes = IdxBytes.Header(IdxBytes.ImagesMagic, int.MaxValue, IdxHeader.MaxSide, IdxHeader.MaxSide);

        var fault = Assert.Throws<IdxFormatException>(() => Open(packed ? IdxBytes.Gzip(bytes) : bytes));

        Assert.Equal(IdxFault.Truncated, fault.Fault);
    }

    [Fact]
    public void ReadEnd_WrongGzipChecksum_IsRefused()
    {
        var packed = IdxBytes.Gzip(IdxBytes.Labels(count: 30));
        packed[^8] ^= 1;

        Assert.Equal(IdxFault.BadCompression, Assert.Throws<IdxFormatException>(() => ReadAll(packed)).Fault);
    }

    [Fact]
    public void ReadAll_BytesChangedAnywhere_OnlyEverRefused()
    {
        byte[][] originals =
        [
            IdxBytes.Images(count: 6, height: 4, width: 4),
            IdxBytes.Labels(count: 40),
            IdxBytes.Gzip(IdxBytes.Images(count: 6, height: 4, width: 4)),
            IdxBytes.Gzip(IdxBytes.Labels(count: 40)),
        ];
        var random = new Random(20);
        var refused = 0;

        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Mutate(originals[round % originals.Length], random);
            refused += Record.Exception(() => ReadAll(bytes)) switch
            {
                null => 0,
                IdxFormatException => 1,
                var other => throw new InvalidOperationException($"Round {round}: {Convert.ToHexString(bytes)}", other),
            };
        }

        Assert.InRange(refused, 5_000, 20_000);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original[..(random.Next(4) == 0 ? random.Next(original.Length) : original.Length)];
        for (var change = random.Next(4); change > 0 && bytes.Length > 0; change--)
        {
            // Half of the changes hit the header, where most can go wrong.
            var position = random.Next(random.Next(2) == 0 ? Math.Min(16, bytes.Length) : bytes.Length);
            bytes[position] = random.Next(3) switch
            {
                0 => 0,
                1 => 255,
                _ => (byte)random.Next(256),
            };
        }

        return bytes;
    }

    private static void ReadAll(byte[] bytes)
    {
        using var reader = Open(bytes);
        var item = new byte[reader.Header.ItemSize];
        for (var index = 0; index < reader.Header.Count; index++)
        {
            reader.ReadItems(item);
        }

        reader.ReadEnd();
    }

    private static IdxReader Open(byte[] bytes) => IdxReader.Open(new MemoryStream(bytes), "file");
}
