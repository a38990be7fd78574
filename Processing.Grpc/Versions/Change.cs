using Digits.Processing.V1;

namespace Digits.Processing.Versions;

/// <summary>Why a version is made.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Author">Who does it; may be empty.</param>
/// <param name="Note">Why, or from what; may be empty.</param>
internal sealed record Change(ChangeKind Kind, string Author = "", string Note = "")
{
    private const int MaxAuthorLength = 100;
    private const int MaxNoteLength = 500;

    /// <summary>A change as a caller describes it.</summary>
    /// <exception cref="Grpc.Core.RpcException">A text is too long or holds control characters.</exception>
    public static Change Checked(ChangeKind kind, string author, string note = "") =>
        new(kind, Check("author", author, MaxAuthorLength), Check("note", note, MaxNoteLength));

    private static string Check(string field, string text, int limit) =>
        text.Length <= limit && !text.Any(char.IsControl) ? text : throw Errors.TextInvalid(field, limit);
}
