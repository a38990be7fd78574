using Digits.Training.Mapping;
using Digits.Training.Runs;
using Digits.Training.V1;

namespace Digits.Training.LabelChecks;

/// <summary>Shows what a label check found, page by page.</summary>
internal sealed class SuspectPages(RunStore runs, SuspectStore suspects)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;

    /// <exception cref="Grpc.Core.RpcException">There is no such page.</exception>
    public async Task<ListSuspectLabelsResponse> ReadAsync(ListSuspectLabelsRequest request, CancellationToken cancellationToken)
    {
        if (request.PageSize is < 0 or > MaxPageSize)
        {
            throw Errors.InvalidPage("page_size", FormattableString.Invariant($"must be 1 to {MaxPageSize}, not {request.PageSize}."));
        }

        var size = request.PageSize == 0 ? DefaultPageSize : request.PageSize;
        var first = request.PageToken.Length == 0 ? 1 : PageToken.Read(request.PageToken);
        var run = await runs.FindAsync(request.Run, cancellationToken) ?? throw Errors.RunNotFound(request.Run);
        if (run.Kind != Runs.RunKind.LabelCheck)
        {
            throw Errors.NotALabelCheck(run.Id);
        }

        if (run.CheckOutcome is null)
        {
            throw Errors.LabelCheckNotFinished(run.Id);
        }

        var (page, total) = await suspects.ListAsync(run.Id, first, size, cancellationToken);
        var response = new ListSuspectLabelsResponse { TotalSize = total, Suspects = { page.Select(LabelCheckMapping.ToProto) } };
        if (page.Count > 0 && page[^1].Rank < total)
        {
            response.NextPageToken = PageToken.Create(page[^1].Rank + 1);
        }

        return response;
    }
}
