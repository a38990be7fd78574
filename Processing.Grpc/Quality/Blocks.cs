namespace Digits.Processing.Quality;

/// <summary>Stretches of rows that threads take in turn.</summary>
internal static class Blocks
{
    private const int Size = 512;

    public static IEnumerable<(int First, int End)> Of(int count)
    {
        for (var first = 0; first < count; first += Size)
        {
            yield return (first, Math.Min(count, first + Size));
        }
    }

    public static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
}
