using System.Buffers.Binary;
using Digits.Datasets.Formats;
using Digits.Datasets.Storage;
using Digits.Tests;
using FsCheck;
using FsCheck.Fluent;

namespace Digits.Datasets.Tests.Formats;

/// <summary>Reads spoiled files: they may be refused or have faults, and nothing else may come of them.</summary>
/// <param name="maxAllocated">The most bytes that reading one case may take, together.</param>
internal sealed class Fuzz(long maxAllocated = Fuzz.MaxAllocated) : IDisposable
{
    // Twice the largest picture that the limits allow, as it is unpacked and decoded, and the buffers of all streams.
    private const long MaxAllocated = 16 << 20;

    private static readonly ImportOptions Limits = new()
    {
        MaxImageBytes = 1 << 16,
        MaxImageSide = 128,
        MaxArchiveEntries = 1000,
        MaxUnpackedBytes = 1 << 24,
    };

    private readonly TempFolder _folder = new();
    private readonly ImportSettings _settings = new() { Name = "a" };
    private int _refused;
    private int _broken;
    private int _read;

    /// <summary>Tries so many cases, each made from a number.</summary>
    public void Run(int cases, Func<Random, (string Name, byte[] Bytes)[]> make)
    {
        var property = Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => Try(make(new Random(seed))));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(20, 1), property);

        // Spoiled files that all fail at once, or never, would not have tried much.
        Assert.True(_refused > cases / 50 && _read + _broken > cases / 50, $"{_refused} refused, {_broken} broken, {_read} read");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Spoils a file in one to three places.</summary>
    public static byte[] Mutate(byte[] file, Random random)
    {
        var bytes = file.ToList();
        for (var change = random.Next(1, 4); change > 0 && bytes.Count > 8; change--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 5:
                    Overwrite(bytes, Math.Min(at, bytes.Count - 4), Extreme(random));
                    break;
                default:
                    Overwrite(bytes, at, [.. bytes.GetRange(random.Next(bytes.Count - length + 1), length)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Extreme(Random random)
    {
        uint[] extremes = [0, 1, 127, 255, 65535, 65536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF];
        var bytes = new byte[4];
        var value = extremes[random.Next(extremes.Length)];
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }

        return bytes;
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        for (var i = 0; i < with.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = with[i];
        }
    }

    private void Try((string Name, byte[] Bytes)[] files)
    {
        var uploads = new List<UploadedFile>();
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(_folder.Path, $"{uploads.Count}");
            File.WriteAllBytes(path, bytes);
            uploads.Add(new UploadedFile(name, path));
        }

        using var work = new WorkFolder(Path.Combine(_folder.Path, "work"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var source = UploadedSamples.Open(uploads, work, _settings, Limits);
            foreach (var item in source.Read(CancellationToken.None))
            {
                Assert.True(item.Fault is null ? item.Image is not null && item.Label.Length > 0 : item.Fault.Cause.Length > 0);
                _ = item.Fault is null ? _read++ : _broken++;
            }
        }
        catch (RefusalException refusal)
        {
            Assert.Equal(RefusalKind.InvalidInput, refusal.Kind);
            Assert.NotEmpty(refusal.Message);
            _refused++;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, maxAllocated);
    }
}
