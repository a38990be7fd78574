const query = new URLSearchParams(location.search);
document.querySelector('[name=returnUrl]').value = query.get('returnUrl') ?? '/';
document.getElementById('failed').hidden = !query.has('failed');
