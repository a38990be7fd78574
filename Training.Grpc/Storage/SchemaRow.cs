namespace Digits.Training.Storage;

/// <summary>The single row that says which version of the tables a database holds.</summary>
internal sealed class SchemaRow
{
    public int Id { get; set; }

    public required int Version { get; set; }
}
