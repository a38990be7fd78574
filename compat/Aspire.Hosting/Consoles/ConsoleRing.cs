using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Consoles;

/// <summary>The last lines of one console, numbered, for any number of readers at their own pace.</summary>
internal sealed class ConsoleRing(TimeProvider time)
{
    public const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly List<Line> _lines = [];
    private int _last;
    private TaskCompletionSource _added = NewSignal();

    public void Append(string text, bool isError)
    {
        TaskCompletionSource added;
        lock (_gate)
        {
            _last++;
            var line = new Line(time.GetUtcNow(), Encoding.UTF8.GetBytes(text), isError);
            if (_lines.Count < Capacity)
            {
                _lines.Add(line);
            }
            else
            {
                _lines[(_last - 1) % Capacity] = line;
            }

            added = _added;
            _added = NewSignal();
        }

        added.SetResult();
    }

    /// <summary>The kept lines with a greater number, in order.</summary>
    public IReadOnlyList<LogLine> ReadAfter(int lineNumber)
    {
        lock (_gate)
        {
            return Kept(lineNumber);
        }
    }

    /// <summary>First the kept lines, then new ones as they come. A reader that falls behind by more than the ring holds misses lines.</summary>
    public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var read = 0;
        while (true)
        {
            LogLine[] lines;
            Task added;
            lock (_gate)
            {
                lines = Kept(read);
                added = _added.Task;
            }

            if (lines.Length > 0)
            {
                read = lines[^1].LineNumber;
                yield return lines;
            }
            else
            {
                await added.WaitAsync(cancellationToken);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LogLine[] Kept(int after)
    {
        var first = Math.Max(after, _last - _lines.Count);
        var lines = new LogLine[_last - first];
        for (var i = 0; i < lines.Length; i++)
        {
            var (written, text, isError) = _lines[(first + i) % Capacity];
            var content = string.Create(CultureInfo.InvariantCulture, $"{written:yyyy-MM-ddTHH:mm:ss.fffffffZ} {Encoding.UTF8.GetString(text)}");
            lines[i] = new LogLine(first + i + 1, content, isError);
        }

        return lines;
    }

    // As bytes and without its number a line takes a third of the memory; few are ever read.
    private readonly record struct Line(DateTimeOffset Time, byte[] Text, bool IsError);
}
