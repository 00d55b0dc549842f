insert into item select n, 'item ' || n, 10 * n from generate_series(1, 100) n on conflict do nothing;
