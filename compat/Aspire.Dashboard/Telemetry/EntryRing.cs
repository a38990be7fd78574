namespace Aspire.Dashboard.Telemetry;

/// <summary>What is looked at without reading a record: one entry for each, in the same order and with the same numbers.</summary>
internal sealed class EntryRing<T>
    where T : struct
{
    private T[] _entries = new T[4];

    public int First { get; private set; }

    public int Next { get; private set; }

    public int Count => Next - First;

    public ref T this[int number] => ref _entries[number & (_entries.Length - 1)];

    public int Append(in T entry)
    {
        if (Count == _entries.Length)
        {
            Grow();
        }

        this[Next] = entry;
        return Next++;
    }

    public void DropFirst()
    {
        this[First] = default;
        First++;
    }

    private void Grow()
    {
        var larger = new T[_entries.Length * 2];
        for (var number = First; number < Next; number++)
        {
            larger[number & (larger.Length - 1)] = this[number];
        }

        _entries = larger;
    }
}
