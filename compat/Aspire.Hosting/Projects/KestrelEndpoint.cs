namespace Aspire.Hosting.Projects;

/// <summary>One entry of <c>Kestrel:Endpoints</c>.</summary>
/// <param name="Name">Its scheme if no other entry has it; otherwise its key.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">As written; <c>*</c> and <c>+</c> stand for any.</param>
/// <param name="Port">The port it asks for.</param>
/// <param name="IsHttp2">It speaks HTTP/2 only.</param>
internal sealed record KestrelEndpoint(string Name, string Scheme, string Host, int Port, bool IsHttp2);
