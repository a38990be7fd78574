using System.Text.Json;
using Digits.Learning.Persistence;

namespace Digits.Datasets.Storage;

/// <summary>
/// What a commit is about to write, noted down before it writes. A process that dies in between leaves the note, and the next start removes
/// exactly what the note names; nothing else is ever removed.
/// </summary>
/// <param name="Dataset">The data set.</param>
/// <param name="NextNumber">The number of its next sample before the commit; packs from this number on belong to the commit.</param>
internal sealed record PendingCommit(string Dataset, int NextNumber)
{
    /// <summary>The version whose files are written; empty as long as there is none, or where the version was there before.</summary>
    public string Version { get; init; } = "";

    /// <summary>The file that tells the change; empty as long as there is none.</summary>
    public string Change { get; init; } = "";
}

/// <summary>A removal that has begun.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Version">The version; empty for all of them.</param>
internal sealed record PendingRemoval(string Dataset, string Version);

/// <summary>The notes of commits and removals under way, in the folder for work.</summary>
internal sealed class Intents(DatasetFolder folder)
{
    // Neither a data set nor a version has this character in its name.
    private const char Separator = '@';
    private const string CommitWord = "commit";
    private const string RemovalWord = "remove";

    /// <summary>Notes down a commit, or what has become of it.</summary>
    /// <exception cref="IOException">The note cannot be written; then nothing else must be.</exception>
    public void Note(PendingCommit commit) =>
        AtomicFile.Write(FileOf(commit), stream => JsonSerializer.Serialize(stream, commit));

    /// <summary>Notes down a removal. The note has no content, so that a full disk has room for it.</summary>
    /// <exception cref="IOException">The note cannot be written; then nothing must be removed.</exception>
    public void Note(PendingRemoval removal)
    {
        Directory.CreateDirectory(folder.Work);
        using var file = new FileStream(FileOf(removal), FileMode.OpenOrCreate, FileAccess.Write);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The commit is over, one way or the other.</summary>
    public void Forget(PendingCommit commit) => File.Delete(FileOf(commit));

    /// <summary>The removal is over, one way or the other.</summary>
    public void Forget(PendingRemoval removal) => File.Delete(FileOf(removal));

    /// <summary>Whether a removal of this data set has begun and not ended.</summary>
    public bool IsNoted(PendingRemoval removal) => File.Exists(FileOf(removal));

    /// <summary>The commits that have not ended.</summary>
    public IReadOnlyList<PendingCommit> Commits()
    {
        var commits = new List<PendingCommit>();
        foreach (var file in Files(CommitWord))
        {
            try
            {
                using var stream = File.OpenRead(file);
                if (JsonSerializer.Deserialize<PendingCommit>(stream) is { } commit && DatasetName.IsName(commit.Dataset))
                {
                    commits.Add(commit);
                }
            }
            catch (JsonException)
            {
                // Such a file is written whole or not at all. A damaged one names nothing; what it was about is found as unknown.
            }
        }

        return commits;
    }

    /// <summary>The removals that have not ended.</summary>
    public IReadOnlyList<PendingRemoval> Removals() =>
        [.. Files(RemovalWord)
            .Select(file => Path.GetFileName(file).Split(Separator))
            .Where(words => words.Length == 3 && DatasetName.IsName(words[1]))
            .Select(words => new PendingRemoval(words[1], words[2]))];

    private IEnumerable<string> Files(string word) =>
        Directory.EnumerateFiles(folder.Work, $"{word}{Separator}*").Where(file => !file.EndsWith(".tmp", StringComparison.Ordinal));

    private string FileOf(PendingCommit commit) => Path.Combine(folder.Work, $"{CommitWord}{Separator}{commit.Dataset}");

    private string FileOf(PendingRemoval removal) =>
        Path.Combine(folder.Work, $"{RemovalWord}{Separator}{removal.Dataset}{Separator}{removal.Version}");
}
