using System.IO.MemoryMappedFiles;

namespace Digits.Imaging.Tests.Fuzzing;

/// <summary>
/// Reads spoiled pictures in a process of its own, so that a fault of native code ends this process and not the test run. Started by
/// <see cref="PictureFuzzTests"/>; by hand: <c>dotnet Imaging.Tests.dll FIRST COUNT FILE</c>.
/// </summary>
internal static class FuzzProgram
{
    private const int MaxSide = 256;
    private const int Threads = 2;

    // An ink image of the largest size, with room for copies of the file and for what the reader itself needs.
    private const long MaxAllocated = 1 << 20;

    /// <param name="args">The first case, how many cases, and a file that takes the number of the case that each thread is at.</param>
    /// <returns>0 if every case was read or refused; 1 if not.</returns>
    public static int Main(string[] args)
    {
        var (first, count) = (int.Parse(args[0]), int.Parse(args[1]));
        using var progress = MemoryMappedFile.CreateFromFile(args[2], FileMode.Create, null, Threads * sizeof(int));
        using var current = progress.CreateViewAccessor();
        var (refused, failed) = (0, 0);
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (var number = first + thread; number < first + count; number += Threads)
            {
                current.Write(thread * sizeof(int), number);
                switch (Read(number))
                {
                    case null:
                        break;
                    case "":
                        Interlocked.Increment(ref refused);
                        break;
                    case var fault:
                        Interlocked.Increment(ref failed);
                        Console.Error.WriteLine($"Case {number}: {fault}");
                        break;
                }
            }
        });
        Console.WriteLine($"{count} cases, {refused} refused, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    // Null if the picture was read, empty if it was refused, otherwise what is wrong.
    private static string? Read(int number)
    {
        var file = SpoiledPicture.Make(number);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var ink = InkReader.Read(file, MaxSide);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            return ink.Width > MaxSide || ink.Height > MaxSide ? $"the ink is {ink.Width}x{ink.Height}"
                : allocated > MaxAllocated ? $"{allocated} bytes were allocated"
                : null;
        }
        catch (ImageFormatException refusal)
        {
            return refusal.Message.Length > 0 ? "" : "the refusal has no message";
        }
        catch (Exception fault)
        {
            return fault.ToString();
        }
    }
}
