using System.IO.Compression;
using System.Text;

namespace Digits.Datasets.Tests.Formats;

/// <summary>MATLAB files of level 5, as SVHN and USPS are published.</summary>
public sealed class MatFileTests
{
    private const int Count = 12, Side = 8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_PicturesLastInColors_AreReadAndTenIsZero(bool packed)
    {
        // X(row, column, colour, picture), the first index fastest.
        byte[] pixels = [.. Enumerable.Range(0, Side * Side * 3 * Count).Select(at => Value(at % Side, at / Side % Side, at / Side / Side % 3, at / Side / Side / 3))];
        byte[] labels = [.. Enumerable.Range(0, Count).Select(picture => (byte)((picture % 10) + 1))];
        var mat = File(packed, Matrix("X", 9, 2, [Side, Side, 3, Count], pixels), Matrix("y", 9, 2, [Count, 1], labels));

        var (format, _, items, findings) = OpenedUpload.ReadFindings(("train_32x32.mat", mat));

        Assert.Equal("mat", format);
        Assert.Equal(labels.Select(label => label == 10 ? "0" : $"{label}"), items.Select(item => item.Label));
        Assert.Contains(findings.Assumptions, made => made.Reason.Contains("10 is taken for the digit 0", StringComparison.Ordinal));
        foreach (var (picture, item) in items.Index())
        {
            var expected = Enumerable.Range(0, Side * Side).Select(at => Gray(at / Side, at % Side, picture));
            Assert.Equal(expected, item.Image!.Pixels.ToArray());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_RowsOfDoubles_AreReadBesideOtherVariables(bool packed)
    {
        var values = Enumerable.Range(0, 3 * 36).Select(at => at / 3 / 36.0).ToArray();
        var mat = File(
            packed,
            Matrix("ans", 4, 16, [1, 2], "hi"u8.ToArray()),
            Matrix("X", 6, 9, [3, 36], [.. values.SelectMany(BitConverter.GetBytes)]),
            Matrix("y", 6, 2, [1, 3], [5, 6, 7]));

        var (_, _, items, findings) = OpenedUpload.ReadFindings(("a.mat", mat));

        Assert.Equal(["5", "6", "7"], items.Select(item => item.Label));
        Assert.All(items, item => Assert.Equal([0, 7, 14, 21], item.Image!.Pixels[..4].ToArray()));
        Assert.Equal(1, findings.PassedOverCount);
    }

    [Fact]
    public void Read_AnyDamage_IsARefusalAndNothingElse()
    {
        foreach (var packed in new[] { false, true })
        {
            var mat = File(packed, Matrix("X", 9, 2, [Side, Side, Count], new byte[Side * Side * Count]), Matrix("y", 9, 2, [Count, 1], new byte[Count]));
            var random = new Random(5);
            for (var round = 0; round < 1500; round++)
            {
                var spoiled = (byte[])mat.Clone();
                for (var change = random.Next(1, 4); change > 0; change--)
                {
                    spoiled[random.Next(128, spoiled.Length)] = (byte)random.Next(256);
                }

                spoiled = random.Next(4) == 0 ? spoiled[..random.Next(128, spoiled.Length)] : spoiled;
                try
                {
                    OpenedUpload.Read(("a.mat", spoiled));
                }
                catch (RefusalException)
                {
                    // Anything else fails the test.
                }
            }
        }
    }

    private static byte Value(int row, int column, int color, int picture) => (byte)(((row * 17) + (column * 5) + (color * 50) + (picture * 29)) % 251);

    private static byte Gray(int row, int column, int picture) =>
        (byte)(((299 * Value(row, column, 0, picture)) + (587 * Value(row, column, 1, picture)) + (114 * Value(row, column, 2, picture)) + 500) / 1000);

    private static byte[] File(bool packed, params byte[][] matrices)
    {
        byte[] header = [.. Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)), 0, 1, (byte)'I', (byte)'M'];
        return [.. header, .. matrices.SelectMany(matrix => packed ? Pack(matrix) : matrix)];
    }

    private static byte[] Pack(byte[] matrix)
    {
        using var bytes = new MemoryStream();
        using (var zlib = new ZLibStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(matrix);
        }

        return [.. Tag(15, (int)bytes.Length), .. bytes.ToArray()];
    }

    private static byte[] Matrix(string name, int kind, int type, int[] sizes, byte[] data)
    {
        byte[] content =
        [
            .. Element(6, [(byte)kind, 0, 0, 0, 0, 0, 0, 0]), .. Element(5, [.. sizes.SelectMany(BitConverter.GetBytes)]),
            .. Element(1, Encoding.ASCII.GetBytes(name)), .. Element(type, data),
        ];
        return [.. Tag(14, content.Length), .. content];
    }

    // Up to four bytes stand in the tag itself.
    private static byte[] Element(int type, byte[] data) => data.Length is > 0 and <= 4
        ? [(byte)type, 0, (byte)data.Length, 0, .. data, .. new byte[4 - data.Length]]
        : [.. Tag(type, data.Length), .. data, .. new byte[(8 - (data.Length % 8)) % 8]];

    private static byte[] Tag(int type, int size) => [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(size)];
}
