namespace Digits.Processing.Catalog;

/// <summary>A public data set that can be installed by its name.</summary>
internal sealed record PublicSet
{
    /// <summary>Names it; also what it is called here unless the caller says otherwise.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public required string License { get; init; }

    /// <summary>Whose work it is, as they ask to be named.</summary>
    public required string Credit { get; init; }

    public required string Homepage { get; init; }

    public required int TrainCount { get; init; }

    public required int TestCount { get; init; }

    /// <summary>The labels in class order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The number that the files give to the first of <see cref="Labels"/>; the others follow.</summary>
    public int FirstNumber { get; init; }

    public SetLayout Layout { get; init; }

    public required IReadOnlyList<PublicFile> Files { get; init; }

    /// <summary>The folder that its files are looked for in and fetched into: its name, unless several sets share their files.</summary>
    public string Folder
    {
        get => field ?? Name;
        init;
    }

    /// <summary>Which label stands for which number in the files.</summary>
    public IEnumerable<KeyValuePair<string, string>> LabelMap =>
        Labels.Select((label, index) => KeyValuePair.Create($"{FirstNumber + index}", label));
}
