using Digits.Processing.Storage;
using Digits.Processing.V1;

namespace Digits.Processing.Versions;

/// <summary>Why a version is made.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Author">Who does it; may be empty.</param>
/// <param name="Note">Why, or from what; may be empty.</param>
internal sealed record Change(ChangeKind Kind, string Author = "", string Note = "")
{
    /// <summary>Characters of an author's name, at most.</summary>
    public const int MaxAuthorLength = 100;

    /// <summary>Characters of a note, at most.</summary>
    public const int MaxNoteLength = 500;

    /// <summary>
    /// What else is written with the version, in the same transaction: both are kept or neither. When it throws, there is no version.
    /// </summary>
    public Func<DatasetsContext, Task>? Alongside { get; init; }

    /// <summary>A change as a caller describes it.</summary>
    /// <exception cref="Grpc.Core.RpcException">A text is too long or holds control characters.</exception>
    public static Change Checked(ChangeKind kind, string author, string note = "") =>
        new(kind, CheckText("author", author, MaxAuthorLength), CheckText("note", note, MaxNoteLength));

    /// <summary>A text of a caller's.</summary>
    /// <exception cref="Grpc.Core.RpcException">It is too long or holds control characters.</exception>
    public static string CheckText(string field, string text, int limit) =>
        text.Length <= limit && !text.Any(char.IsControl) ? text : throw Errors.TextInvalid(field, limit);
}
